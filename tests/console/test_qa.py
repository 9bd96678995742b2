"""Runs of a checklist: who may do what, and what a signature is worth."""

from datetime import date, timedelta

import pytest

from console import checks, qa
from console.checks import items, matching, tally
from console.desk import Desk
from console.history import sentence
from console.qa import LIST
from console.query import select
from console.undo import next_undo, put_back, take_back
from console.verb import NoArgs
from data.clock import FrozenClock
from data.errors import Conflict, NotFound, RefusalError, UsageError
from data.records.notes import Note
from data.records.runs import Check, Run
from tests.conftest import OpenDesk
from tests.console.conftest import Act


def one(desk: Desk, number: int = 1) -> Run:
    desk.book.catch_up()
    run = desk.book.get(Run, number)
    assert run is not None
    return run


def results(desk: Desk) -> list[str | None]:
    return [check.result for check in items(desk.book, one(desk))]


def undo(desk: Desk) -> None:
    desk.book.catch_up()
    take_back(desk, next_undo(desk).entry)


@pytest.fixture
def jo(open_desk: OpenDesk) -> Desk:
    return open_desk("jo")


@pytest.fixture
def begun(desk: Desk, act: Act) -> Run:
    """Ana's, nothing checked."""
    act(desk, "new qa", title="Black Friday deal")
    return one(desk)


@pytest.fixture
def checked(desk: Desk, act: Act, begun: Run) -> Run:
    """Ana's, all passed by ana."""
    desk.run_all(checks.PASS, items(desk.book, begun), NoArgs())
    return one(desk)


def test_a_run_keeps_the_words_it_began_with(desk: Desk, act: Act) -> None:
    folder = desk.workspace.checklists
    folder.mkdir()
    own = folder / "promo.toml"
    own.write_text(
        'title = "Ours"\nversion = 4\ndated = 2026-11-01\n[[groups]]\nname = "G"\n'
        '[[groups.items]]\ntext = "as agreed"\nhow = "Ask."\n'
    )
    act(desk, "new qa", title="deal", due="fri")
    own.write_text("nonsense")
    assert (one(desk).template, one(desk).maker, one(desk).due) == (
        "promo@4",
        "ana",
        date(2026, 11, 27),
    )
    assert [(c.ref, c.group, c.text, c.must) for c in items(desk.book, one(desk))] == [
        ("Q1.1", "G", "as agreed", True)
    ]
    with pytest.raises(NotFound, match=r"no checklist “promo”; there is .*promo.toml can't be"):
        act(desk, "new qa", title="deal")
    own.unlink()
    with pytest.raises(RefusalError, match="somebody made it: say who"):
        act(desk, "new qa", title="deal", maker="nobody")


def test_results_with_reasons_and_evidence(desk: Desk, jo: Desk, act: Act, begun: Run) -> None:
    act(desk, "pass", "Q1.1")
    act(jo, "fail", "Q1.2", reason="11.90 < floor 12.50")
    act(jo, "skip", "Q1.11", reason="no coupon this week")
    act(jo, "evidence", "Q1.2", evidence="Promotion Simulator,\nSKU 3")
    with pytest.raises(UsageError, match="reason is missing"):
        act(jo, "fail", "Q1.3")
    with pytest.raises(NotFound, match=r"there is no Q1\.15: it has items 1 to 14"):
        act(jo, "pass", "Q1.15")
    found = tally(items(desk.book, one(desk)))
    assert (found.settled, found.passed, found.failed, found.skipped, found.open) == (
        3,
        1,
        1,
        1,
        11,
    )
    assert found.missing == (2, 3, 4, 6, 7, 8, 9, 10, 12, 13), "items 5 and 14 may"
    assert [(n.created_by, n.text) for n in desk.book.find(Note, "about", "Q1.2")] == [
        ("jo", "Promotion Simulator,\nSKU 3")
    ]
    act(desk, "recheck", "Q1.2")
    assert results(desk)[:2] == ["pass", None]
    with pytest.raises(RefusalError, match="there is nothing to clear"):
        act(desk, "recheck", "Q1.2")
    told = [sentence(entry) for entry in desk.book.store.entries(newest_first=True)]
    assert told[:3] == [
        "ana cleared an item of Q1",
        "jo gave evidence on Q1.2",
        "jo skipped an item of Q1",
    ]


def test_two_check_at_once_and_each_takes_back_their_own(
    desk: Desk, jo: Desk, act: Act, begun: Run
) -> None:
    act(desk, "pass", "Q1.1", seen=items(desk.book, begun)[0])
    act(jo, "fail", "Q1.2", seen=items(jo.book, one(jo))[1], reason="no")
    undo(desk)
    assert results(desk)[:2] == [None, "fail"]


def test_the_same_item_at_once_is_a_conflict(desk: Desk, jo: Desk, act: Act, begun: Run) -> None:
    seen = items(desk.book, begun)[0]
    act(jo, "fail", "Q1.1", reason="no")
    with pytest.raises(Conflict, match=r"jo changed Q1\.1 .*result is now “fail”"):
        act(desk, "pass", "Q1.1", seen=seen)
    act(desk, "pass", "Q1.1")
    with pytest.raises(RefusalError, match=r"ana changed Q1\.1 .*result is “pass” now"):
        undo(jo)


def test_who_may_sign(desk: Desk, jo: Desk, act: Act, begun: Run, clock: FrozenClock) -> None:
    with pytest.raises(RefusalError, match="nothing is checked yet"):
        act(jo, "sign", "Q1")
    desk.run_all(checks.PASS, items(desk.book, begun), NoArgs())
    with pytest.raises(RefusalError, match="you made it · somebody else signs"):
        act(desk, "sign", "Q1")
    act(jo, "recheck", "Q1.3")
    act(jo, "pass", "Q1.3")
    with pytest.raises(RefusalError, match=r"you set the last result, Q1\.3 · somebody else"):
        act(jo, "sign", "Q1")
    clock.move(timedelta(minutes=1))
    act(desk, "fail", "Q1.6", reason="404")
    act(desk, "recheck", "Q1.12")
    act(desk, "recheck", "Q1.14")
    with pytest.raises(RefusalError, match="2 must items open or failed: 6, 12"):
        act(jo, "sign", "Q1")
    act(desk, "pass", "Q1.6")
    act(desk, "skip", "Q1.12", reason="the client has seen it")
    act(jo, "sign", "Q1")
    assert (one(jo).status, one(jo).signed_by, one(jo).signed_at) == ("signed", "jo", clock.now())
    for verb, words in (("sign", {}), ("edit", {"title": "x"})):
        with pytest.raises(RefusalError, match="jo signed it 0 s ago"):
            act(desk, verb, "Q1", **words)


def test_the_rule_holds_on_what_the_signer_has_not_seen(
    desk: Desk, jo: Desk, act: Act, checked: Run
) -> None:
    jo.book.catch_up()
    stale = one(jo)
    act(desk, "fail", "Q1.2", reason="the floor was raised")
    assert jo.refusal(qa.SIGN, stale) is None, "on the screen it could be signed"
    with pytest.raises(RefusalError, match="1 must item open or failed: 2"):
        jo.run(qa.SIGN, stale, NoArgs(), seen=stale)


@pytest.mark.parametrize("change", ["fail", "skip", "recheck"])
def test_a_change_after_it_undoes_the_signature(
    desk: Desk, jo: Desk, act: Act, checked: Run, clock: FrozenClock, change: str
) -> None:
    act(jo, "sign", "Q1")
    clock.move(timedelta(minutes=5))
    words = {} if change == "recheck" else {"reason": "changed"}
    done = act(desk, change, "Q1.4", **words)
    assert isinstance(done, Check)
    assert checks.signature_fell(desk.view(), done) == "jo's signature on Q1 no longer stands"
    run = one(desk)
    assert (run.status, run.signed_by, run.fallen, run.fallen_by) == ("checking", None, "jo", "ana")
    clock.move(timedelta(minutes=1))
    later = act(desk, "pass", "Q1.4")
    assert isinstance(later, Check)
    assert checks.signature_fell(desk.view(), later) is None
    act(jo, "sign", "Q1")
    assert (one(jo).status, one(jo).fallen) == ("signed", None)


def test_evidence_and_notes_leave_a_signature(desk: Desk, jo: Desk, act: Act, checked: Run) -> None:
    act(jo, "sign", "Q1")
    act(desk, "evidence", "Q1.1", evidence="looked again")
    act(desk, "note", "Q1", text="goes live at nine")
    assert one(desk).status == "signed"


def test_no_signature_comes_or_stays_by_taking_back(
    desk: Desk, jo: Desk, act: Act, checked: Run
) -> None:
    act(jo, "sign", "Q1")
    with pytest.raises(RefusalError, match="a signature on Q1 is for what was signed"):
        undo(desk)  # the passes it was signed for
    with pytest.raises(RefusalError, match="nothing of yours to take back"):
        undo(jo)
    act(jo, "fail", "Q1.1", reason="no")
    act(desk, "fail", "Q1.2", reason="no")
    with pytest.raises(RefusalError, match="a signature on Q1 is for what was signed"):
        undo(jo)
    assert (one(desk).status, results(desk)[:2]) == ("checking", ["fail", "fail"])


def test_what_was_taken_back_is_not_put_back_under_a_signature(
    desk: Desk, jo: Desk, open_desk: OpenDesk, act: Act, checked: Run
) -> None:
    act(jo, "fail", "Q1.1", reason="no")
    undo(jo)
    jo.book.catch_up()
    undone = next(jo.book.store.entries(newest_first=True))
    act(open_desk("sam"), "sign", "Q1")
    with pytest.raises(RefusalError, match="a signature on Q1"):
        put_back(jo, undone)
    assert one(jo).status == "signed"


def test_beginning_one_is_taken_back_only_while_nothing_is_checked(
    desk: Desk, jo: Desk, act: Act, begun: Run
) -> None:
    act(jo, "pass", "Q1.1")
    with pytest.raises(RefusalError, match="Q1 has results by now: void it instead"):
        undo(desk)
    undo(jo)
    undo(desk)
    assert one(desk).archived_at is not None
    with pytest.raises(NotFound, match=r"there is no Q1\.1"):
        act(jo, "pass", "Q1.1")


def test_void(desk: Desk, jo: Desk, act: Act, checked: Run) -> None:
    act(jo, "sign", "Q1")
    act(desk, "void", "Q1", reason="the client pulled the deal")
    for verb, ref in (("sign", "Q1"), ("pass", "Q1.1"), ("recheck", "Q1.1"), ("void", "Q1")):
        with pytest.raises(RefusalError, match=r"the client pulled the deal|passed it"):
            act(jo, verb, ref, **({"reason": "x"} if verb == "void" else {}))
    with pytest.raises(RefusalError, match="a signature on Q1"):
        undo(desk)


def test_looking_for_them(desk: Desk, jo: Desk, act: Act, begun: Run) -> None:
    act(jo, "new qa", title="later", due="2026-12-24")
    act(jo, "new qa", title="soon", due="tomorrow")
    act(desk, "fail", "Q3.1", reason="no")
    desk.run_all(checks.PASS, items(desk.book, one(desk, 2)), NoArgs())

    def found(query: str) -> list[str]:
        return [run.ref for run in select(desk, LIST, query)]

    assert found("is:open") == ["Q3", "Q2", "Q1"]
    assert (found("is:failing"), found("is:ready"), found("is:mine")) == (["Q3"], ["Q2"], ["Q1"])
    assert found("maker:jo due:2026-12-01") == ["Q3"]
    assert (found("template:promo due:none"), found("template:promo@2")) == (["Q1"], [])
    act(desk, "void", "Q1", reason="x")
    assert (found("status:void"), found("is:open maker:me")) == (["Q1"], [])
    with pytest.raises(UsageError, match="there is checking, signed, void"):
        found("status:done")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("is:open not:must", [14]),
        ("is:fail", [2]),
        ("is:n.a.", [3]),
        ("utm", [7, 8]),
        ('"utm campaign"', [8]),
        ("is:must is:pass", [1]),
    ],
)
def test_looking_through_items(
    desk: Desk, act: Act, begun: Run, query: str, numbers: list[int]
) -> None:
    for verb, number in (("pass", 1), ("fail", 2), ("skip", 3), ("pass", 5)):
        words = {} if verb == "pass" else {"reason": "x"}
        act(desk, verb, f"Q1.{number}", **words)
    assert [check.number for check in matching(items(desk.book, begun), query)] == numbers
    with pytest.raises(UsageError, match="of items one can ask is: or not: open, pass"):
        matching([], "owner:me")
