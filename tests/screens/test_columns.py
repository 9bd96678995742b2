"""Columns of a list: whole where there is room, never wider than the list, heads above cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from console import actions, clients, inbox, qa, tickets
from console.args import read
from console.desk import Desk
from screens.frame.columns import shared
from tests.screens.conftest import Open, Sitting

HANDLE = "abcdefghijklmnopqrs"
SHOP = "Lantern & Company"
DUE = date(2026, 11, 20)
SIZES = [(80, 24), (120, 36), (200, 50)]
COLUMN = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda c: (c[0], c[0] + c[1]))


@given(st.integers(0, 300), st.integers(0, 60), st.lists(COLUMN, min_size=1, max_size=5))
def test_columns_grow_only_once_the_text_has_its_room(
    room: int, text: int, columns: list[tuple[int, int]]
) -> None:
    widths = shared(room, text, *columns)
    leasts = [least for least, _ in columns]
    assert all(least <= width <= most for width, (least, most) in zip(widths, columns, strict=True))
    assert sum(widths) == sum(leasts) or sum(widths) + text <= room
    wider = shared(room + 1, text, *columns)
    assert all(after >= before for before, after in zip(widths, wider, strict=True))


@pytest.fixture
def told(desk: Desk) -> Desk:
    """One of each, with long names."""
    desk.make(clients.NEW, clients.NewClient(title=SHOP))
    begun = inbox.NewConversation(creator=HANDLE, client=1, topic="sample rates", message="well?")
    desk.make(inbox.NEW, begun)
    ticket = tickets.NewTicket(title="late titles", client=1, assignee="maximilian", due=DUE)
    desk.make(tickets.NEW, ticket)
    action = actions.NewAction(title="call Kim", client=1, owner="maximilian", due=DUE)
    desk.make(actions.NEW, action)
    desk.make(qa.NEW, read(qa.NEW.args, {"title": "deal", "client": "lantern"}, desk.reading()))
    return desk


async def listed(ana: Sitting, pane: str) -> tuple[str, str]:
    """The heads and the first row of a pane."""
    await ana.app.action_pane(pane)
    await ana.until(lambda: ana.app.current_mode == pane and bool(ana.rows))
    return ana.app.pane.heads.text, ana.rows[0]


@pytest.mark.parametrize("size", SIZES)
async def test_each_cell_stands_under_its_head(
    told: Desk, console: Open, size: tuple[int, int]
) -> None:
    async with console(told, size) as ana:
        for pane, cells in {
            "inbox": {"who": "@abc", "topic": "sample", "says": "well?", "has it": "nobody"},
            "tickets": {"due": "today", "owner": "maxim", "what": "late titles"},
            "actions": {"due": "today", "owner": "maxim", "what": "call Kim"},
            "qa": {"id": "Q1", "maker": "ana", "done": "0 of", "run": "deal"},
        }.items():
            heads, row = await listed(ana, pane)
            for head, cell in cells.items():
                at = cell_len(heads[: heads.index(head)])
                assert cell_len(row[: row.index(cell)]) == at, (pane, head, heads, row)


async def test_names_are_whole_where_there_is_room(told: Desk, console: Open) -> None:
    async with console(told, (270, 60)) as ana:
        for pane in ("inbox", "tickets", "actions", "qa"):
            _, row = await listed(ana, pane)
            assert "lantern-company" in row, pane
            assert "maximilian" in row or pane in ("inbox", "qa")
        _, row = await listed(ana, "inbox")
        assert "sample rates" in row
        assert f"@{HANDLE} " in row
