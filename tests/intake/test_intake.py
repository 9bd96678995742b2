"""From a dropped file to figures, records and a tidy folder."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.demo.returns import HEADER as RETURNS
from data.errors import ImportRefused, NotFound, StoreBusy
from data.figures import Sales
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from data.store import FileLock, entry
from tests.exports.ledger import in_dollars
from tests.exports.sheet import RETURN, sheet
from tests.exports.truth import truth
from tests.intake.conftest import NAME, sweep


def figures(desk: Desk, client: Client) -> object:
    """The client's days as the desk has them, in dollars."""
    days = desk.book.find(Day, "client", client.id)
    return {day.day: in_dollars(day.sales) for day in days if day.sales}


def sales(desk: Desk) -> list[Sales]:
    """What orders say, day by day."""
    return [day.sales for day in desk.book.all(Day) if day.sales]


def state(desk: Desk) -> list[object]:
    """Everything that is kept of imports."""
    return [*desk.book.all(Import), *desk.book.all(Day)]


def files(folder: Path) -> list[str]:
    """All files under a folder."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


def test_a_dropped_export_becomes_figures(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, orders: bytes
) -> None:
    (folder / NAME).write_bytes(orders)
    intake = Intake(desk)
    assert intake.sweep() == []
    assert intake.next_due() == 1
    clock.move(timedelta(seconds=1))
    (outcome,) = intake.sweep()
    assert figures(desk, client) == truth([(NAME, orders)])
    rows = orders.count(b"\r\n") - 2
    assert (outcome.ref, outcome.client, outcome.already) == ("I1", "aurora-skin", None)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (rows, rows, 0)
    made = desk.book.get(Import, 1)
    assert made
    assert (made.source, made.size, made.status) == (f"aurora-skin/{NAME}", len(orders), "done")
    assert files(folder) == [f"done/2026-11/{NAME}"]
    assert files(desk.workspace.facts) == [made.facts]
    assert {day.imports for day in sales(desk)} == {(1,)}
    assert intake.next_due() is None
    assert intake.sweep() == []


def test_the_same_bytes_again_do_nothing_and_say_so(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, orders: bytes
) -> None:
    intake = Intake(desk)
    (folder / NAME).write_bytes(orders)
    sweep(intake, clock)
    before = state(desk)
    (folder / "another name.csv").write_bytes(orders)
    (outcome,) = sweep(intake, clock)
    assert (outcome.ref, outcome.already) == ("I1", "I1")
    assert state(desk) == before
    assert files(folder) == [f"done/2026-11/{NAME}", "done/2026-11/another name.csv"]


def test_a_refused_file_is_a_record_and_lies_in_rejected(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / "shop.csv").write_text("Order ID,Name\n1,Jane\n")
    (outcome,) = sweep(Intake(desk), clock)
    assert outcome.reason
    assert "nearest is orders" in outcome.reason
    (made,) = desk.book.all(Import)
    assert (made.status, made.reason, made.rows) == ("rejected", outcome.reason, 0)
    assert files(folder) == ["rejected/shop.csv", "rejected/shop.csv.why.txt"]
    assert outcome.reason in (folder / "rejected/shop.csv.why.txt").read_text()
    assert files(desk.workspace.facts) == []


def test_a_refused_file_put_in_again_is_refused_again(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    intake = Intake(desk)
    for _ in range(2):
        (folder / "shop.csv").write_text("Name\nJane\n")
        sweep(intake, clock)
    assert [made.ref for made in desk.book.all(Import)] == ["I1", "I2"]
    assert len(files(folder / "rejected")) == 4


def test_an_import_too_long_for_a_line_of_the_journal_is_refused(
    desk: Desk, folder: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [{"Order ID": f"{n}", "Paid Time": f"09/{n}/2026 3:00:04 PM"} for n in range(1, 29)]
    (folder / NAME).write_bytes(sheet(*days))
    monkeypatch.setattr(entry, "LONGEST", 4096)
    (outcome,) = sweep(Intake(desk), clock)
    assert (outcome.status, outcome.reason) == (
        "rejected",
        "it changes more than one import may. Export it in smaller parts.",
    )
    assert (desk.book.all(Day), (folder / "rejected" / NAME).exists()) == ([], True)


def test_another_clients_returns_are_refused_whatever_its_market(
    desk: Desk, client: Client, tmp_path: Path
) -> None:
    mine = tmp_path / "returns.csv"
    theirs = desk.make(NEW, NewClient(title="Bath & Co", market="UK"))
    first = {"Time Requested": "25/09/2026 10:20:30"}
    mine.write_bytes(sheet(first, header=RETURNS, like=RETURN))
    Intake(desk).import_file(mine, theirs)
    mine.write_bytes(sheet(first, first | {"SKU ID": "8"}, header=RETURNS, like=RETURN))
    with pytest.raises(ImportRefused, match="1 of its 1 returns are bath-co's, by I1"):
        Intake(desk).import_file(mine, client)


def test_an_import_that_lands_meanwhile_is_taken_into_account(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    (folder / NAME).write_bytes(sheet({"Order ID": "1"}))
    sweep(Intake(desk), clock)
    (folder / NAME).write_bytes(sheet({"Order ID": "2"}))

    def taken_out(step: str) -> None:
        for first in desk.book.find(Import, "client", client.id):
            if step == "facts":
                with desk.book.begin("imports.void") as tx:
                    tx.put(msgspec.structs.replace(first, status="void"))

    (outcome,) = sweep(Intake(desk, step=taken_out), clock)
    assert outcome.ref == "I2"
    assert [(day.orders, day.imports) for day in sales(desk)] == [(1, (2,))]


def test_a_year_and_a_bit_goes_in_at_once(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    first, last = "01/01/2025 1:00:00 PM", "02/04/2026 1:00:00 PM"
    export = sheet({"Paid Time": first}, {"Order ID": "2", "Paid Time": last})
    (folder / NAME).write_bytes(export)
    (outcome,) = sweep(Intake(desk), clock)
    assert outcome.reason is None
    assert len(desk.book.all(Day)) == 400


# -- by hand --------------------------------------------------------------------------------------


def test_a_file_named_by_hand_stays_and_a_copy_is_kept(
    desk: Desk, client: Client, folder: Path, tmp_path: Path, orders: bytes
) -> None:
    mine = tmp_path / NAME
    mine.write_bytes(orders)
    outcome = Intake(desk).import_file(mine, client)
    assert figures(desk, client) == truth([(NAME, orders)])
    assert mine.read_bytes() == orders
    assert (folder / "done/2026-11" / NAME).read_bytes() == orders
    assert (folder / "done/2026-11" / NAME).stat().st_mode & 0o777 == 0o640
    assert desk.book.all(Import)[0].source == "by hand"
    assert outcome.already is None
    again = Intake(desk).import_file(mine, client)
    assert (again.ref, again.already) == ("I1", "I1")
    assert files(folder) == [f"done/2026-11/{NAME}"]


def test_an_unknown_file_named_by_hand_leaves_nothing(
    desk: Desk, client: Client, folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("Order ID,Name\n1,Jane\n")
    seq, kept = desk.book.seq, files(desk.workspace.root / "facts")
    with pytest.raises(ImportRefused, match=r"mine.csv can't be imported: .*nearest is orders"):
        Intake(desk).import_file(mine, client)
    assert (desk.book.seq, files(folder), files(desk.workspace.facts)) == (seq, [], kept)
    with pytest.raises(NotFound, match=r"no file .*nothing.csv"):
        Intake(desk).import_file(tmp_path / "nothing.csv", client)
    with pytest.raises(ImportRefused, match="isn't a file"):
        Intake(desk).import_file(tmp_path, client)


def test_who_imports_keeps_others_waiting(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    intake = Intake(desk)
    monkeypatch.setattr("console.intake.PATIENCE", 0)
    with FileLock(desk.workspace.root / "import.lock").hold():
        assert sweep(intake, clock) == []
        assert intake.next_due() == 0.5
        with pytest.raises(StoreBusy):
            intake.import_file(folder / NAME, client)
    assert [outcome.ref for outcome in sweep(intake, clock)] == ["I1"]
