"""Lists of creators from the drop folder: who is on one is known, bad rows are said."""

from pathlib import Path

import pytest

from console.clients import NEW, NewClient
from console.creators import LIST
from console.desk import Desk
from console.imports import VOID, Void
from console.intake import Intake
from console.query import select
from data.clock import FrozenClock
from data.records.creators import Creator
from data.records.imports import Import
from data.workspace import Workspace
from screens.imports.detail import page
from screens.line.shape import record
from screens.line.tables import facts
from screens.say import NOTHING
from tests.exports.books import Cell, saved
from tests.intake.conftest import sweep

OURS = (
    "handle,followers,tags,email,fulfilment\n"
    "@GlowByLena,412k,vegan; skin care,lena@example.com,86%\n"
    "no handle at all,5,,,\n"
    "tinykitchen,--,,kim@example.com,\n"
    "pan,many,,,\n"
)
THEIRS = 'Creator username,Affiliate GMV,Affiliate followers\nglowbylena,"$1,204.50","415,010"\n'


def creators(desk: Desk) -> dict[str, Creator]:
    desk.book.catch_up()
    return {each.handle: each for each in desk.book.all(Creator)}


def test_a_list_without_followers_is_told_as_one(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    (folder / "creators.csv").write_text("Handle,tags\n@lena,vegan\n", "utf-8")
    sweep(Intake(desk), clock)
    [made] = desk.book.all(Import)
    assert (made.status, made.reason) == (
        "rejected",
        "it looks like a list of creators, but has no column “followers”: add it, its cells may be"
        " empty.",
    )


def test_of_a_creator_twice_in_a_list_the_last_row_counts(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    (folder / "creators.csv").write_text("handle,followers\n@lena,1k\nkim,2\nLena,3k\n", "utf-8")
    sweep(Intake(desk), clock)
    assert creators(desk)["lena"].followers == 3000
    [made] = desk.book.all(Import)
    assert made.warnings == (
        "2 creators nobody knew yet",
        "in it more than once, and the last row counts: @lena",
    )


def test_a_row_shorter_than_its_header_stops_nobody_else(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    (folder / "creators.csv").write_text(
        "followers,handle,tags,fulfilment\n5,@lena,vegan,0.86\n7\n8,kim\n9,zoe,,1\n", "utf-8"
    )
    sweep(Intake(desk), clock)
    [made] = desk.book.all(Import)
    assert (made.status, made.accepted, made.rejected) == ("done", 3, 1)
    assert [(each.line, each.column) for each in made.rejects] == [(3, "handle")]
    rates = {handle: each.fulfilment for handle, each in creators(desk).items()}
    assert rates == {"lena": 86, "kim": None, "zoe": 100}


def test_a_file_of_conversations_may_say_how_many_follow(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    (folder / "talk.csv").write_text(
        "conversation_id,creator,followers,time,direction,text\n"
        "1,lena,5,2026-11-18T17:12:00Z,in,Where is my parcel?\n",
        "utf-8",
    )
    sweep(Intake(desk), clock)
    [made] = desk.book.all(Import)
    assert (made.status, made.format, made.accepted) == ("done", "messages", 1)


def test_who_is_on_a_list_is_known(folder: Path, desk: Desk, clock: FrozenClock) -> None:
    intake = Intake(desk)
    (folder / "creators.csv").write_text(OURS, "utf-8")
    sweep(intake, clock)
    known = creators(desk)
    lena = known["glowbylena"]
    assert (lena.followers, lena.fulfilment, lena.tags) == (412_000, 86, ("vegan", "skin-care"))
    assert (set(known), known["tinykitchen"].followers) == ({"glowbylena", "tinykitchen"}, None)
    made = desk.book.all(Import)[-1]
    assert (made.status, made.format, made.accepted, made.rejected) == ("done", "creators", 2, 2)
    assert made.warnings == ("2 creators nobody knew yet",)
    assert ("as of", NOTHING) in facts(desk, made), "a list doesn't say when it was made"
    assert record(desk, made)["as_of"] is None
    lines = [[text.strip() for text, _ in line] for line in page(desk, made, 60, whole=False)]
    assert ["as of", NOTHING] in lines
    assert [(each.line, each.column) for each in made.rejects] == [(3, "handle"), (5, "followers")]
    everything = "".join(str(entry.changes) for entry in desk.book.store.entries())
    assert "example.com" not in everything, "an address is never kept"

    (folder / "Creator_List_20261101-20261130.csv").write_text(THEIRS, "utf-8")
    sweep(intake, clock)
    lena = creators(desk)["glowbylena"]
    assert (lena.followers, lena.tags) == (415_010, ("vegan", "skin-care")), "tags stay"
    assert desk.book.all(Import)[-1].warnings == ("0 creators nobody knew yet",)
    assert [each.handle for each in select(desk, LIST, "lena")] == ["glowbylena"]

    first = desk.book.all(Import)[0]
    voided = desk.run(VOID, first, Void(reason="not ours"))
    assert (voided.status, voided.without) == (
        "void", "2 creators it brought stay, with what it said of them",
    )  # fmt: skip
    second = desk.run(VOID, desk.book.all(Import)[1], Void(reason="nor that"))
    assert (second.without or "").startswith("nobody was known by it alone")
    assert "glowbylena" in creators(desk), "who is known stays known"


HEADERS = [
    "Creator username", "Affiliate GMV", "Avg. order value", "Affiliate orders", "CTR",
    "Affiliate followers",
]  # fmt: skip
"""Of Affiliate Center's list, Analytics → Creators."""


def theirs(handle: Cell, followers: Cell) -> list[Cell]:
    return [handle, "$12.50", *(["0"] * (len(HEADERS) - 3)), followers]


FOLLOWERS = ("412.000", "12 500", "1.234.567", "12.5", "412.0", "1.2m", "12.500k", "12\u202f500")


@pytest.mark.parametrize(
    ("market", "known"),
    [
        ("US", [None, 12_500, 1_234_567, None, 412, 1_200_000, 12_500, 12_500]),
        ("ID", [412_000, 12_500, 1_234_567, None, 412, 1_200_000, None, 12_500]),
    ],
)
def test_thousands_are_never_read_as_a_thousandth(
    desk: Desk, workspace: Workspace, clock: FrozenClock, market: str, known: list[int | None]
) -> None:
    desk.make(NEW, NewClient(title="Pasar", market=market))
    rows = [f"c{number},{cell}" for number, cell in enumerate(FOLLOWERS)]
    text = "\n".join(["handle,followers", *rows]) + "\n"
    (workspace.root / "drop" / "pasar" / "creators.csv").write_text(text, "utf-8")
    sweep(Intake(desk), clock)
    here = creators(desk)
    found = [here[f"c{n}"].followers if f"c{n}" in here else None for n in range(len(FOLLOWERS))]
    assert found == known
    [made] = desk.book.all(Import)
    reasons = {each.value: each.reason for each in made.rejects}
    assert len(reasons) == known.count(None)
    assert reasons["12.5"] == "it is no whole number: write 12500 or 12.5k"
    dotted = "412.000" if market == "US" else "12.500k"
    assert reasons[dotted] == "its dot may be one of thousands: write 412000 or 412k"


def test_a_workbook_of_affiliate_center_is_read_as_it_is(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    rows: list[list[Cell]] = [
        [*HEADERS],
        ["The name creators go by", *(["what it is"] * (len(HEADERS) - 1))],
        theirs("GlowByLena", "415,010"),
        theirs("007kim", 1_200),
        theirs(20_241_122, 88),
        theirs(576_461_234_567_890_123, 5),
        theirs("@tinykitchen", "--"),
    ]
    saved(folder / "Creator_List_20261101-20261130.xlsx", {"Sheet1": rows})
    sweep(Intake(desk), clock)
    [made] = desk.book.all(Import)
    assert (made.status, made.format, made.accepted, made.rejected) == ("done", "creators", 4, 2)
    assert {handle: each.followers for handle, each in creators(desk).items()} == {
        "glowbylena": 415_010, "007kim": 1_200, "20241122": 88, "tinykitchen": None,
    }  # fmt: skip
    assert [(each.line, each.column) for each in made.rejects] == [
        (2, "Creator username"), (6, "Creator username"),
    ]  # fmt: skip
    assert not [*folder.glob("*.xlsx")], "it was filed away"

    lists: dict[str, list[list[Cell]]] = {"Übersicht": [["达人用户名", "联盟粉丝数"], ["zoe", 12]]}
    saved(folder / "Creator_List.xlsx", lists)
    sweep(Intake(desk), clock)
    assert creators(desk)["zoe"].followers == 12
    void = desk.run(VOID, desk.book.all(Import)[-1], Void(reason="not ours"))
    assert void.status == "void"


def test_per_cent_of_a_spreadsheet_are_those_somebody_sees(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    rows: list[list[Cell]] = [
        ["handle", "followers", "fulfilment"],
        ["a", 1, 0.86],
        ["b", 2, 1],
        ["c", 3, 0],
    ]
    saved(folder / "creators.xlsx", {"S": rows})
    (folder / "whole.csv").write_text("handle,followers,fulfilment\nd,1,86\ne,1,1\nf,1,12.5\n")
    sweep(Intake(desk), clock)
    rates = {handle: each.fulfilment for handle, each in creators(desk).items()}
    assert rates == {"a": 86, "b": 100, "c": 0, "d": 86, "e": 1, "f": 12}


def test_a_workbook_that_changed_while_it_was_read_is_looked_at_again(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    book = folder / "creators.xlsx"
    saved(book, {"S": [["handle", "followers"], ["lena", 1]]})

    def step(reached: str) -> None:
        if reached == "read" and "kim" not in creators(desk):
            saved(book, {"S": [["handle", "followers"], ["kim", 1]]})

    intake = Intake(desk, step)
    sweep(intake, clock)
    assert (desk.book.all(Import), creators(desk)) == ([], {})
    intake = Intake(desk)
    sweep(intake, clock)
    assert list(creators(desk)) == ["kim"]


def test_a_workbook_without_followers_is_told_as_one(
    folder: Path, desk: Desk, clock: FrozenClock
) -> None:
    saved(folder / "creators.xlsx", {"S": [["Handle", "tags"], ["lena", "vegan"]]})
    sweep(Intake(desk), clock)
    [made] = desk.book.all(Import)
    assert made.status == "rejected"
    assert "no column “followers”" in (made.reason or "")
