"""Files that wait for an answer, and imports that are taken out again."""

import os
from datetime import date
from errno import EACCES
from pathlib import Path

import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from console.imports import SETTLE, VOID, Settle, Void
from console.intake import Intake
from data.clock import FrozenClock
from data.demo.creator_affiliate import HEADER as CREATOR
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_center import HEADER
from data.errors import ImportRefused, RefusalError
from data.exports.job import Answers
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from tests.conftest import OpenDesk
from tests.exports.sheet import EARNED, RETURN, sheet
from tests.intake.conftest import NAME, at_once, sweep, sweeper

UNTOLD = sheet(
    {"Paid Time": "09/13/2026 3:00:04 PM"},
    header=[name for name in HEADER if name not in ("State", "City")],
)
"""Orders of no market that could be told."""
WRONG_WAY = {"Created Time": "\t", "Paid Time": "13/09/2026 15:00:04", "Shipped Time": ""}
DOUBTFUL = sheet(WRONG_WAY)
"""Orders that are day first, though month first is expected."""
THEIRS = {"Shop name": "Peak Fitness", "Order ID": "576461234567890009"}


def creators(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=CREATOR, like=EARNED)


@pytest.fixture
def one(desk: Desk, folder: Path, clock: FrozenClock) -> Import:
    """An import that waits to be told the order of its dates."""
    (folder / NAME).write_bytes(DOUBTFUL)
    sweep(Intake(desk), clock)
    return only(desk)


def only(desk: Desk) -> Import:
    """The only import there is, as it is now."""
    desk.book.refresh()
    (made,) = desk.book.all(Import)
    return made


def days(desk: Desk) -> list[tuple[str, int]]:
    """The days with orders, and how many."""
    desk.book.refresh()
    return [(f"{day.day}", day.sales.orders) for day in desk.book.all(Day) if day.sales]


def files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


# -- each question --------------------------------------------------------------------------------


def test_which_market_it_is_of(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(UNTOLD)
    (outcome,) = sweep(Intake(desk), clock)
    made = only(desk)
    assert (outcome.status, made.question) == ("waiting", "market")
    assert "US" in made.options
    settled = desk.run(SETTLE, made, Settle(market="US"))
    assert (settled.ref, settled.status, settled.answers.market) == ("I1", "done", "US")
    assert (settled.question, settled.reason, settled.options) == (None, None, ())
    assert days(desk) == [("2026-09-13", 1)]
    assert files(folder) == [f"done/2026-11/{NAME}"]


def test_whether_the_day_or_the_month_comes_first(
    desk: Desk, folder: Path, clock: FrozenClock
) -> None:
    viet = desk.make(NEW, NewClient(title="Sao Mai", market="VN"))
    (desk.workspace.drop / viet.slug / "r.csv").write_bytes(
        sheet({"Time Requested": "05/09/2026 10:20:30"}, header=RETURNS, like=RETURN)
    )
    sweep(Intake(desk), clock)
    assert only(desk).options == ("day-first", "month-first")
    desk.run(SETTLE, only(desk), Settle(dates="month first"))
    assert [day.day for day in desk.book.all(Day)] == [date(2026, 5, 9)]


def test_whose_it_is(desk: Desk, client: Client, folder: Path, clock: FrozenClock) -> None:
    (desk.workspace.drop / NAME).write_bytes(sheet({}))
    sweep(Intake(desk), clock)
    made = only(desk)
    assert (made.client, made.question, made.options) == (None, "client", ("aurora-skin",))
    settled = desk.run(SETTLE, made, Settle(client=client.id))
    assert (settled.ref, settled.client) == ("I1", client.id)
    assert days(desk) == [("2026-09-01", 1)]
    assert files(desk.workspace.drop) == [f"aurora-skin/done/2026-11/{NAME}"]


def test_which_shop_is_its_and_it_is_asked_once(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / "a.csv").write_bytes(creators({}, THEIRS))
    sweep(Intake(desk), clock)
    made = only(desk)
    assert (made.question, made.options) == ("shop", ("Aurora Skin", "Peak Fitness"))
    settled = desk.run(SETTLE, made, Settle(shop="aurora skin"))
    assert (settled.accepted, settled.warnings[-1]) == (1, "rows of other shops, left out: 1")
    (folder / "b.csv").write_bytes(creators({"Order ID": "576461234567890002"}, THEIRS))
    (outcome,) = sweep(Intake(desk), clock)
    assert (outcome.ref, outcome.status, outcome.accepted) == ("I2", "done", 1)
    assert [day.affiliate.orders for day in desk.book.all(Day) if day.affiliate] == [2]


def test_a_second_question_after_the_first(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (desk.workspace.drop / NAME).write_bytes(DOUBTFUL)
    sweep(Intake(desk), clock)
    with pytest.raises(RefusalError, match="I1 still waits: its dates are day first"):
        desk.run(SETTLE, only(desk), Settle(client=client.id))
    made = only(desk)
    assert (made.ref, made.client, made.question) == ("I1", client.id, "dates")
    assert sweep(Intake(desk), clock) == [], "it isn't asked whose it is again"
    desk.run(SETTLE, made, Settle(dates="day first"))
    assert only(desk).status == "done"
    assert days(desk) == [("2026-09-13", 1)]


def test_two_answers_at_once(desk: Desk, client: Client, folder: Path, clock: FrozenClock) -> None:
    (desk.workspace.drop / NAME).write_bytes(UNTOLD)
    sweep(Intake(desk), clock)
    with pytest.raises(RefusalError, match="its client sells in US"):
        desk.run(SETTLE, only(desk), Settle(client=client.id, market="VN"))
    desk.run(SETTLE, only(desk), Settle(client=client.id, market="US"))
    assert (only(desk).status, only(desk).client) == ("done", client.id)


def test_more_shops_than_can_be_offered(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    names = [f"{number:04} {'店' * 70}" for number in range(1_500)]
    (folder / "a.csv").write_bytes(
        creators(*({"Order ID": f"9{name[:4]}", "Shop name": name} for name in names))
    )
    (outcome,) = sweep(Intake(desk), clock)
    made = only(desk)
    assert (outcome.status, made.options[:2], len(made.options)) == (
        "waiting",
        (names[0], names[1]),
        50,
    )
    settled = desk.run(SETTLE, made, Settle(shop=names[-1]))
    assert (settled.status, settled.accepted) == ("done", 1)


def test_one_answered_late_is_no_newer_for_that(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    stem = "All order-2026-09-20-07_16"
    (folder / f"{stem}.csv").write_bytes(DOUBTFUL)
    sweep(Intake(desk), clock)
    paid = {"Paid Time": "09/13/2026 3:00:04 PM"}
    (folder / f"{stem} (1).csv").write_bytes(sheet(paid | {"SKU Subtotal After Discount": "7"}))
    sweep(Intake(desk), clock)
    waiting, done = desk.book.all(Import)
    settled = desk.run(SETTLE, waiting, Settle(dates="day first"))
    assert (settled.as_of, settled.superseded) == (done.as_of, 1)
    gmv = [day.sales.gmv for day in desk.book.all(Day) if day.sales]
    (folder / f"{stem} (2).csv").write_bytes(sheet(paid | {"Order ID": "2"}))
    sweep(Intake(desk), clock)
    later = [day.sales.gmv for day in desk.book.all(Day) if day.sales]
    assert (gmv, later) == ([700], [1700]), "whatever is imported afterwards, I2 has the order"


def test_a_shop_said_of_a_file_that_names_none_is_not_remembered(
    desk: Desk, client: Client, tmp_path: Path
) -> None:
    mine = tmp_path / NAME
    mine.write_bytes(sheet({}))
    Intake(desk).import_file(mine, client, Answers(shop="Glow"))
    assert desk.client("aurora-skin").shop is None


def test_a_creators_file_can_be_given_to_each_client_whose_shop_is_in_it(
    desk: Desk, client: Client, tmp_path: Path
) -> None:
    mine = tmp_path / "creator.csv"
    mine.write_bytes(creators({}, THEIRS))
    peak = desk.make(NEW, NewClient(title="Peak Fitness"))
    intake = Intake(desk)
    first = intake.import_file(mine, client, Answers(shop="Aurora Skin"))
    second = intake.import_file(mine, peak, Answers(shop="Peak Fitness"))
    again = intake.import_file(mine, client)
    assert (first.already, second.already, again.already) == (None, None, "I1")
    desk.run(VOID, desk.book.all(Import)[1], Void(reason="try the other shop"))
    with pytest.raises(ImportRefused, match="1 of its 1 orders are aurora-skin's, by I1"):
        intake.import_file(mine, peak, Answers(shop="Aurora Skin"))


def test_by_hand_the_answers_come_along(desk: Desk, client: Client, tmp_path: Path) -> None:
    mine = tmp_path / "creator.csv"
    mine.write_bytes(creators({}, THEIRS))
    with pytest.raises(ImportRefused, match=r"rows of “Aurora Skin”, “Peak Fitness”.*Say --shop"):
        Intake(desk).import_file(mine, client)
    assert desk.book.all(Import) == []
    Intake(desk).import_file(mine, client, Answers(shop="Aurora Skin"))
    assert desk.client("aurora-skin").shop == "Aurora Skin"


# -- answers that don't settle it -----------------------------------------------------------------


def test_an_answer_that_cannot_be_is_refused_and_it_still_waits(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(UNTOLD)
    sweep(Intake(desk), clock)
    for answer, reason in (
        (Settle(market="VN"), "client sells in US: if the file is of VN, it belongs to another"),
        (Settle(dates="day first"), "waits to be told --market"),
        (Settle(market="US", dates="day first"), "expected of this kind of export"),
    ):
        with pytest.raises(RefusalError, match=reason):
            desk.run(SETTLE, only(desk), answer)
        assert only(desk).status == "waiting"
    assert files(folder) == [NAME]


def test_a_shop_that_is_not_in_it_leaves_the_client_as_it_was(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / "a.csv").write_bytes(creators({}, THEIRS))
    sweep(Intake(desk), clock)
    with pytest.raises(RefusalError, match="no row of “Glow”"):
        desk.run(SETTLE, only(desk), Settle(shop="Glow"))
    assert only(desk).question == "shop"
    assert desk.client("aurora-skin").shop is None


def test_what_is_refused_once_it_is_answered_goes_to_rejected(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (desk.workspace.drop / "shop.csv").write_text("Name\nJane\n")
    sweep(Intake(desk), clock)
    with pytest.raises(RefusalError, match="was refused: its columns are those of no export"):
        desk.run(SETTLE, only(desk), Settle(client=client.id))
    assert (only(desk).ref, only(desk).status) == ("I1", "rejected")
    assert files(folder) == ["rejected/shop.csv", "rejected/shop.csv.why.txt"]


def test_what_was_imported_meanwhile_is_that_import(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    for path in (mine, desk.workspace.drop / NAME):
        path.write_bytes(sheet({}))
    sweep(Intake(desk), clock)
    Intake(desk).import_file(mine, client)
    with pytest.raises(RefusalError, match="it is I2 already"):
        desk.run(SETTLE, desk.book.all(Import)[0], Settle(client=client.id))
    assert [made.status for made in desk.book.all(Import)] == ["void", "done"]
    assert files(desk.workspace.drop) == [
        f"aurora-skin/done/2026-11/{NAME}",
        "aurora-skin/done/2026-11/mine.csv",
    ]


# -- while it waits -------------------------------------------------------------------------------


def test_it_is_read_once_though_swept_often_and_by_others(
    one: Import, desk: Desk, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    for who in (desk, open_desk("jo")):
        steps: list[str] = []
        intake = Intake(who, step=steps.append)
        for _ in range(2):
            assert sweep(intake, clock) == []
        assert (steps, intake.left) == ([], ())
    assert only(desk) == one


@pytest.mark.parametrize("put_back", [False, True], ids=["taken away", "replaced"])
def test_a_file_that_is_gone_is_void(
    one: Import, put_back: bool, desk: Desk, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).unlink()
    if put_back:
        (folder / NAME).write_bytes(sheet(WRONG_WAY, {"Order ID": "2"} | WRONG_WAY))
    sweep(Intake(desk), clock)
    first, *others = desk.book.all(Import)
    assert first.status == "void"
    assert first.reason == "its file was taken away or changed before it was answered"
    assert [made.status for made in others] == ["waiting"] * put_back
    with pytest.raises(RefusalError, match="doesn't wait"):
        desk.run(SETTLE, one, Settle(dates="day first"))


def test_who_may_not_look_into_the_folder_leaves_it_waiting(
    one: Import, desk: Desk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def barred(path: Path) -> os.stat_result:
        if path.name != NAME:
            return path.stat(follow_symlinks=False)
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", barred)
        assert sweep(Intake(desk), clock) == []
    assert only(desk) == one


def test_a_file_that_was_replaced_is_not_settled_by_the_old_answer(
    one: Import, desk: Desk, folder: Path
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with pytest.raises(RefusalError, match="isn't waiting any more"):
        desk.run(SETTLE, one, Settle(dates="day first"))
    assert days(desk) == []


def test_two_who_answer_at_once(one: Import, desk: Desk, client: Client) -> None:
    said = at_once(*(sweeper(desk, who, act="settle") for who in ("jo", "sam")))
    assert sorted(said) == ["I1 isn't waiting any more\n", "done\n"]
    assert (only(desk).status, days(desk)) == ("done", [("2026-09-13", 1)])


@pytest.mark.parametrize(
    ("step", "place"),
    [("read", "folder"), ("facts", "drop"), ("committed", "drop"), ("moved", "folder")],
)
def test_killed_while_it_is_settled(
    step: str, place: str, desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    path = (folder if place == "folder" else desk.workspace.drop) / NAME
    path.write_bytes(DOUBTFUL)
    sweep(Intake(desk), clock)
    with sweeper(desk, "jo", step, "settle") as dying:
        dying.communicate("go\n", timeout=60)
    assert dying.returncode == -9
    counted = step in ("committed", "moved")
    assert (only(desk).status, days(desk)) == (
        ("done", [("2026-09-13", 1)]) if counted else ("waiting", [])
    )
    sweep(Intake(desk), clock)
    if not counted:
        answer = Settle(client=client.id, dates="day first")
        desk.run(SETTLE, only(desk), answer)
    assert (only(desk).status, days(desk)) == ("done", [("2026-09-13", 1)])
    assert files(desk.workspace.drop) == [f"aurora-skin/done/2026-11/{NAME}"]
    assert len(files(desk.workspace.facts)) == 1


# -- taken out ------------------------------------------------------------------------------------


@pytest.fixture
def two(desk: Desk, folder: Path, clock: FrozenClock) -> list[Import]:
    """Two imports: the second restates one of the first's orders, on another day."""
    (folder / "All order-2026-09-03-10_00.csv").write_bytes(sheet({}, {"Order ID": "2"}))
    later = {"Order ID": "2", "Paid Time": "09/02/2026 3:00:04 PM"}
    (folder / "All order-2026-09-04-10_00.csv").write_bytes(sheet(later))
    sweep(Intake(desk), clock)
    assert days(desk) == [("2026-09-01", 1), ("2026-09-02", 1)]
    return desk.book.all(Import)


def test_a_void_import_counts_no_more_and_can_be_put_in_again(
    two: list[Import], desk: Desk, folder: Path, clock: FrozenClock
) -> None:
    desk.run(VOID, two[1], Void(reason="another shop's"))
    assert days(desk) == [("2026-09-01", 2)], "what no import covers has no figures"
    assert desk.book.all(Import)[1].reason == "another shop's"
    done = folder / "done/2026-11/All order-2026-09-04-10_00.csv"
    (folder / done.name).write_bytes(done.read_bytes())
    (outcome,) = sweep(Intake(desk), clock)
    assert (outcome.ref, outcome.already) == ("I3", None)
    assert days(desk) == [("2026-09-01", 1), ("2026-09-02", 1)]


def test_only_what_counts_can_be_taken_out(one: Import, desk: Desk) -> None:
    with pytest.raises(RefusalError, match="isn't in yet: take its file out of the drop folder"):
        desk.run(VOID, one, Void(reason="x"))
    made = desk.run(SETTLE, one, Settle(dates="day first"))
    desk.run(VOID, made, Void(reason="x"))
    with pytest.raises(RefusalError, match="is void: nothing of it counts"):
        desk.run(VOID, made, Void(reason="x"))


def test_two_who_take_it_out_at_once(two: list[Import], desk: Desk) -> None:
    said = at_once(*(sweeper(desk, who, act="void") for who in ("jo", "sam")))
    assert sorted(said) == ["I1 is void already\n", "void\n"]


def test_taken_out_while_another_comes_in(
    two: list[Import], desk: Desk, client: Client, folder: Path
) -> None:
    (folder / "All order-2026-09-05-10_00.csv").write_bytes(sheet({"Order ID": "3"}))
    at_once(sweeper(desk, "jo"), sweeper(desk, "sam", act="void"))
    sweeper_again = sweeper(desk, "lee")  # who found the lock held left it for later
    at_once(sweeper_again)
    desk.book.refresh()
    assert [made.status for made in desk.book.all(Import)] == ["void", "done", "done"]
    assert days(desk) == [("2026-09-01", 1), ("2026-09-02", 1)]


@pytest.mark.parametrize("step", ["read", "committed"])
def test_killed_while_it_is_taken_out(
    step: str, two: list[Import], desk: Desk, client: Client
) -> None:
    with sweeper(desk, "jo", step, "void") as dying:
        dying.communicate("go\n", timeout=60)
    assert dying.returncode == -9
    before = [("2026-09-01", 1), ("2026-09-02", 1)]
    assert days(desk) == (before[1:] if step == "committed" else before)
    if step == "read":
        desk.run(VOID, two[0], Void(reason="the wrong file"))
    assert days(desk) == before[1:]
    assert [made.status for made in desk.book.all(Import)] == ["void", "done"]
