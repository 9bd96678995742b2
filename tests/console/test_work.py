"""What is open for a client, and the queries that lead to all of it."""

from collections.abc import Callable

from console.desk import Desk
from console.query import select
from console.table import LISTINGS
from console.work import FEW, open_work
from data.records.base import Record
from data.records.clients import Client

Act = Callable[..., Record]


def test_each_query_picks_exactly_what_is_counted(desk: Desk, act: Act) -> None:
    aurora = act(desk, "new clients", title="Aurora Skin")
    assert isinstance(aurora, Client)
    assert open_work(desk, aurora) == []
    act(desk, "new clients", title="Aurora")
    for number in range(FEW + 2):
        for client in ("aurora-skin", "aurora", "none"):
            act(desk, "new tickets", title=f"ticket {number}", client=client)
            act(desk, "new actions", title=f"action {number}", client=client)
            act(desk, "new qa", title=f"deal {number}", client=client)
            act(desk, "new inbox", creator=f"lena{number}", client=client, message="hi")
    act(desk, "close", "T1", outcome="paid")
    act(desk, "done", "A1")
    act(desk, "void", "Q1", reason="called off")
    act(desk, "resolve", "C1")
    act(desk, "snooze", "C4", until="3d")
    desk.book.catch_up()
    found = open_work(desk, aurora)
    assert [kind.name for kind in found] == ["conversations", "tickets", "actions", "QA runs"]
    for kind in found:
        name, _, query = kind.query.partition(" ")
        picked = {record.ref for record in select(desk, LISTINGS[name], query)}
        assert picked == {record.ref for record in kind.records}, kind.name
        assert len(picked) == FEW + 1
        assert kind.more == f"and 1 more: {kind.query}"
