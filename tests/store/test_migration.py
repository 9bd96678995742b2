"""A workspace of an earlier version is backed up and brought up to this one; a newer is refused."""

from pathlib import Path
from typing import Any

import pytest

from console.desk import Desk
from data.backup import backups
from data.clock import FrozenClock
from data.errors import StoreTooNew
from data.identity import Author, author
from data.records import migrations
from data.records.days import Day
from data.records.imports import Import
from data.records.migrations import SHAPE
from data.store import Store, fold, snapshot
from data.store.entry import Document
from data.workspace import Workspace
from tests.conftest import OpenDesk, Spotlight
from tests.store.kit import cut_back, live

STAMPS = {"rev": 1, "created_at": "2026-11-18T09:00:00Z", "created_by": "ana"}
FIGURES = {
    "gmv": 125_00,
    "net_gmv": 100_00,
    "orders": 3,
    "units": 4,
    "cancelled_orders": 0,
    "refunded_amount": 25_00,
    "sample_orders": 0,
    "imports": [1],
    "as_of": "2026-11-18T08:00:00Z",
}
OLD_DAY = {"id": 1, **STAMPS, "client": 1, "day": "2026-11-17", "currency": "USD", **FIGURES}
OLD_IMPORT = {"id": 1, **STAMPS, "client": 1, "file": "orders.csv", "sha256": "ab", "size": 10}
OLD_IMPORT |= {"source": "aurora/orders.csv", "status": "done", "format": "orders", "market": "US"}
"""As the version before kept them."""


@pytest.fixture
def old(workspace: Workspace, clock: FrozenClock) -> Workspace:
    """A workspace of shape 1: a day with its figures side by side, and the import they are of."""
    keep(workspace, clock, {"days": OLD_DAY, "imports": OLD_IMPORT})
    return workspace


def keep(
    workspace: Workspace, clock: FrozenClock, documents: dict[str, Document], version: str = "0.0.9"
) -> None:
    """Commit documents as an earlier version did, which knew of no shapes."""
    by = Author("ana", 1000, "then", version=version)
    store = Store.open(workspace.root, author=by, clock=clock)
    with store.begin("imports.import") as transaction:
        for table, document in documents.items():
            transaction.set(table, 1, document)
    store.close()


def shape_of(workspace: Workspace, clock: FrozenClock) -> int:
    store = Store.open(workspace.root, author=author(), clock=clock)
    shape = store.shape
    store.close()
    return shape


@pytest.mark.parametrize("folded", [False, True])
def test_the_version_before_shows_its_figures(
    old: Workspace, clock: FrozenClock, open_desk: OpenDesk, folded: bool
) -> None:
    if folded:
        store = Store.open(old.root, author=author(), clock=clock)
        store.fold()
        store.close()
    desk = open_desk("jo")
    [day] = desk.book.all(Day)
    assert day.sales is not None
    assert (day.sales.gmv, day.sales.orders, day.sales.imports) == (125_00, 3, (1,))
    assert (day.rev, day.created_by, day.returns) == (1, "ana", None)
    assert [made.part for made in desk.book.all(Import)] == ["sales"]
    [note] = desk.book.store.notes
    [backup] = backups(old)
    assert "2 records were made as they are now" in note
    assert str(backup) in note
    assert [entry.verb for entry in desk.book.store.entries()] == [
        "imports.import",
        "store.upgrade",
    ]
    assert shape_of(old, clock) == SHAPE
    assert open_desk("sam").book.store.notes == [], "once"
    assert len(backups(old)) == 1


def test_the_backup_is_how_it_was(
    old: Workspace, clock: FrozenClock, open_desk: OpenDesk, tmp_path: Path
) -> None:
    open_desk("jo")
    [backup] = backups(old)
    store = Store.open(backup, author=author(), clock=clock)
    with store.begin("look") as transaction:
        assert transaction.items("days") == [(1, OLD_DAY)]
    assert store.shape == 1
    store.close()


def test_a_new_workspace_has_the_shape_of_its_maker(
    desk: Desk, workspace: Workspace, clock: FrozenClock
) -> None:
    assert shape_of(workspace, clock) == 1, "nothing says otherwise yet"
    desk.introduce()
    assert shape_of(workspace, clock) == SHAPE
    desk.book.store.fold()
    desk.introduce("lead")
    assert shape_of(workspace, clock) == SHAPE
    assert backups(workspace) == []


def test_two_who_open_it_at_once_upgrade_it_once(old: Workspace, clock: FrozenClock) -> None:
    stores = [Store.open(old.root, author=author(), clock=clock, newest=SHAPE) for _ in range(2)]
    assert [store.shape for store in stores] == [1, 1]
    assert [migrations.migrate(store) for store in stores] == [2, 0]
    assert [store.seq for store in stores] == [2, 2]
    for store in stores:
        store.close()


def test_a_crash_in_the_middle_is_gone_on_from(
    old: Workspace, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(old.root, author=author(), clock=clock, newest=SHAPE)
    with store.begin("imports.import", split=True) as transaction:
        for id in range(2, 900):
            transaction.set("days", id, {**OLD_DAY, "id": id})
    before = [*store.entries()]
    assert migrations.migrate(store) == 900
    *parts, last = [entry for entry in store.entries() if entry not in before]
    assert parts, "too much for one line"
    assert [part.shape for part in parts] == [None] * len(parts)
    assert last.shape == SHAPE
    store.close()
    *lines, _, _ = live(old.root).read_bytes().split(b"\n")
    cut_back(old.root, sum(len(line) + 1 for line in lines))  # the last never reached the disk
    again = Store.open(old.root, author=author(), clock=clock, newest=SHAPE)
    assert again.shape == 1
    assert 0 < migrations.migrate(again) < 900
    assert {"gmv" in document for _, document in _days(again)} == {False}
    again.close()


def _days(store: Store) -> list[tuple[int, dict[str, Any]]]:
    with store.begin("look") as transaction:
        return transaction.items("days")


def test_whoever_may_only_read_is_told(
    old: Workspace, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "read_only", "You may read store.journal but not write it.")
    desk = Desk(old, author("jo", shared_account=True), clock)
    assert "until somebody who may write opens it" in desk.book.store.notes[0]
    assert backups(old) == []
    desk.close()


@pytest.mark.parametrize("folded", [False, True])
def test_a_newer_workspace_is_refused_and_left_alone(
    workspace: Workspace, clock: FrozenClock, spotlight: Spotlight, folded: bool
) -> None:
    later = Author("ana", 1000, "later", version="0.7.3")
    store = Store.open(workspace.root, author=later, clock=clock, newest=SHAPE + 1)
    with store.begin("actions.new") as transaction:
        transaction.set("actions", 1, {"title": "from tomorrow"})
    if folded:
        store.fold()
    store.close()
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    done = spotlight("actions", workspace=workspace.root, as_="ana")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Spotlight 0.7.3 wrote this workspace" in done.stderr
    assert "update Spotlight, then start again" in done.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_a_snapshot_laid_out_anew_is_no_damage(
    workspace: Workspace, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(workspace.root, author=author(), clock=clock)
    keep(workspace, clock, {"notes": {}})
    store.fold()
    keep(workspace, clock, {"notes": {"text": "later"}})
    monkeypatch.setattr(fold, "FORMAT", snapshot.FORMAT + 1)
    with pytest.raises(StoreTooNew):
        store.fold()  # as the newer one does, and this one looks at it
    store.close()
    with pytest.raises(StoreTooNew, match=r"Spotlight 0\.0\.9 wrote this workspace"):
        Store.open(workspace.root, author=author(), clock=clock)


def test_a_console_that_is_open_while_another_upgrades_stops_at_once(
    old: Workspace, clock: FrozenClock, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(migrations, "SHAPE", 1)
        before = Store.open(old.root, author=author(), clock=clock, newest=1)
    open_desk("jo")
    with pytest.raises(StoreTooNew, match="update Spotlight"):
        before.catch_up()
    assert before.raw("days", 1) is not None, "what was read goes on being so"
    with pytest.raises(StoreTooNew), before.begin("days.old"):
        pass
    assert before.seq == 1
    before.close()
