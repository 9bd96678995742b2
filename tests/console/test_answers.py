"""Answers that are ready: found by words, filled from the record, run as macros, kept dated."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.answers import all_use, count, macros, matching, named, own_use, playbook, replies
from console.blanks import FILLERS, answer, fill, questions, unfilled
from console.desk import Desk
from console.linting import Linter, told
from console.macros import effects, parts
from console.thread import messages
from console.undo import next_undo, take_back
from data.answers import read_playbook
from data.clock import FrozenClock
from data.errors import NotFound, RefusalError
from data.records.conversations import Conversation
from data.records.samples import Sample
from tests.conftest import OpenDesk
from tests.console.conftest import Act


@pytest.fixture
def talk(desk: Desk, act: Act) -> Conversation:
    """A conversation with Lena about a sample of Aurora's."""
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new inbox", creator="lena", client="aurora-skin", topic="sample", message="where?")
    return conversation(desk)


def conversation(desk: Desk, number: int = 1) -> Conversation:
    desk.book.catch_up()
    found = desk.book.get(Conversation, number)
    assert found is not None
    return found


def write(desk: Desk, path: str, text: str) -> None:
    file = desk.workspace.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def found(desk: Desk, words: str, topic: str = "") -> list[str]:
    return [each.name for each in matching(replies(desk).answers, words, topic, own_use(desk))]


# -- canned replies ---------------------------------------------------------------------------


def test_ours_ship_whole_and_say_nothing_they_should_not(desk: Desk) -> None:
    canned, run, known = replies(desk), macros(desk), playbook(desk)
    assert (canned.broken, run.broken, known.broken) == ((), (), ())
    assert len(known.answers) == 12
    for each in canned.answers:
        assert desk.linter.findings(each.body, None) == [], each.name
        blanks = [blank[1:-1] for blank in unfilled(each.body) if blank[1] != "?"]
        assert set(blanks) <= FILLERS.keys(), each.name
    for each in run.answers:
        assert len(parts(desk, each)) == len(each.steps)
    for each in known.answers:
        assert each.text in [one.body for one in canned.answers], "what goes to a creator"
        assert each.source.endswith("checked 81 days ago")
        assert not each.stale


def test_found_by_title_key_and_body_topic_and_habit_first(desk: Desk) -> None:
    assert found(desk, "spark")[0] == "ad-code", "a key"
    assert found(desk, "broken")[0] == "sample-broken", "a title"
    assert found(desk, "manage samples refundable") == [], "all the words"
    assert "payout-lower" in found(desk, "after coupons"), "the body"
    assert found(desk, "", topic="Payout late")[0].startswith("payout")
    assert found(desk, "", topic="páyout late")[0].startswith("payout"), "whatever accents"
    usual = next(each for each in replies(desk).answers if each.name == "rate-lock")
    for _ in range(3):
        count(desk, usual)
    assert found(desk, "")[0] == "rate-lock"


def test_own_ones_stand_in_for_ours_and_private_ones_are_ones_own(
    desk: Desk, open_desk: OpenDesk
) -> None:
    text = 'title = "Hey"\nbody = "Hey {creator}"\n'
    write(desk, "replies/ad-code.toml", text)
    write(desk, "replies/ana/mine.toml", text)
    write(desk, "replies/broken.toml", 'title = "x"\n')
    write(desk, "replies/Not A Name.toml", text)
    write(desk, "replies/escaped.toml", 'title = "a\\u001b[2Jb\\u202e"\nbody = "x"\n')
    ready = replies(desk)
    assert named(ready, "canned reply", "ad-code").title == "Hey"
    assert named(ready, "canned reply", "MINE").own
    assert named(ready, "canned reply", "escaped").title == "ab"
    assert len(ready.broken) == 2
    assert any("broken.toml can't be used: Object missing" in each for each in ready.broken)
    assert "mine" not in [each.name for each in replies(open_desk("jo")).answers]
    with pytest.raises(NotFound, match="there is no canned reply “sample”; there is sample-"):
        named(ready, "canned reply", "sample")


def test_use_is_counted_by_person(desk: Desk, open_desk: OpenDesk) -> None:
    jo, one = open_desk("jo"), replies(desk).answers[0]
    count(desk, one)
    count(desk, one)
    count(jo, one)
    desk.book.catch_up()
    assert own_use(desk) == {("reply", one.name): 2}
    assert all_use(desk, one) == 3
    with pytest.raises(RefusalError, match="nothing of yours to take back"):
        next_undo(jo)


# -- blanks -----------------------------------------------------------------------------------


def test_blanks_are_filled_from_the_record(desk: Desk, talk: Conversation, act: Act) -> None:
    text = "{creator} {handle} {client} {me} {product} {tracking} {due} {nope} {?which day}"
    assert fill(desk.view(), talk, text) == (
        "@lena @lena Aurora Skin Ana {product} {tracking} {due} {nope} {?which day}"
    )
    act(desk, "edit", "@lena", name="Lena Glow")
    act(desk, "new samples", creator="lena", client="aurora-skin", product="Glow Serum")
    act(desk, "approve", "S1")
    act(desk, "ship", "S1", tracking="9400 1")
    act(desk, "deliver", "S1")
    filled = fill(desk.view(), talk, text)
    assert filled == "Lena @lena Aurora Skin Ana Glow Serum 9400 1 Fri 4 Dec {nope} {?which day}"
    assert unfilled(filled) == ["{nope}", "{?which day}"]
    assert isinstance(desk.record("S1"), Sample)


def test_questions_are_answered_in_order_and_an_empty_answer_leaves_the_blank() -> None:
    text = "on {?which day} at {?which hour}, {?which day}!"
    assert questions(text) == ["which day", "which hour"]
    assert answer(text, ["Friday", " 9 "]) == "on Friday at 9, Friday!"
    assert answer(text, ["", "9"]) == "on {?which day} at 9, {?which day}!"


@given(st.text())
def test_a_text_without_blanks_is_left_as_it_is(text: str) -> None:
    if not unfilled(text):
        assert answer(text, ["x"]) == text
        assert questions(text) == []


def test_a_blank_that_is_left_stops_the_send(desk: Desk, talk: Conversation, act: Act) -> None:
    with pytest.raises(RefusalError, match=r"\{tracking\} isn't filled in"):
        act(desk, "reply", "C1", text="it is {tracking}", anyway="yes")
    assert conversation(desk).pending is None


# -- linting ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("it Cures acne", "Cures"),
        ("it is clinically\nproven", "clinically proven"),
        ("write me at jo@lantern.example", "jo@lantern.example"),
        ("call +1 (555) 010-0199", "+1 (555) 010-0199"),
        ("on WhatsApp", "WhatsApp"),
        ("you will be paid on Nov 17", "will be paid on Nov"),
        ("the payout arrives on the 17th", "payout arrives on"),
        ("Peak has the same", "Peak"),
        ("dear XX", "XX"),
        ("dear {{name}}", "{{"),
    ],
)
def test_what_had_better_not_be_said(desk: Desk, act: Act, text: str, word: str) -> None:
    act(desk, "new clients", title="Peak")
    act(desk, "new clients", title="Aurora Skin")
    assert word in [each.word for each in desk.linter.findings(text, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "a secure parcel, and we accurately reached the peak of the season",
        "order 576461180221234567 was delivered on 2026-11-02",
        "TikTok Shop pays commission about 15 days after delivery, so expect it around 17 Nov",
        "Aurora Skin sends another one on Friday",
    ],
)
def test_what_is_fine_is_left_alone(desk: Desk, act: Act, text: str) -> None:
    act(desk, "new clients", title="Peak")
    act(desk, "new clients", title="Aurora Skin")
    assert desk.linter.findings(text, 2) == []


def test_a_workspaces_own_lists_count_at_once(desk: Desk) -> None:
    list = '[[lists]]\nid = "{}"\nsays = "is ours to say"\nsource = "us"\nchecked_on = 2026-11-20\n'
    assert told(desk.linter.findings("it cures", None)).startswith("“cures” sounds like a medical")
    write(desk, "linting.toml", list.format("medical") + list.format("tone") + 'words = ["bro"]\n')
    assert desk.linter.findings("it cures", None) == []
    assert told(desk.linter.findings("hey bro, bro", None)) == "“bro” is ours to say"
    write(desk, "linting.toml", list.format("tone") + 'patterns = ["("]\n')
    assert desk.linter.findings("hey bro", None) == []
    assert desk.linter.findings("it cures", None) != [], "ours apply"
    assert "“(” is none" in (desk.linter.lints.wrong or "")


@given(st.text())
def test_every_finding_is_in_the_text(text: str) -> None:
    linter = Linter(Path("nowhere") / "linting.toml", list)
    places = [each.at for each in linter.findings(text, None)]
    assert places == sorted(places)
    assert all(at < len(text) for at in places)


def test_a_warning_is_heeded_or_overruled(desk: Desk, talk: Conversation, act: Act) -> None:
    with pytest.raises(RefusalError, match="“cures” sounds like a medical promise"):
        act(desk, "reply", "C1", text="it cures")
    act(desk, "reply", "C1", text="it cures", anyway="yes")
    assert conversation(desk).pending


# -- tags and macros --------------------------------------------------------------------------


def test_tags_of_two_people_never_conflict(
    desk: Desk, open_desk: OpenDesk, talk: Conversation, act: Act
) -> None:
    act(open_desk("jo"), "tag", "C1", tag="#VIP")
    act(desk, "tag", "C1", seen=talk, tag="late")
    assert conversation(desk).tags == ("late", "vip")
    with pytest.raises(RefusalError, match="tagged vip already"):
        act(desk, "tag", "C1", tag="vip")
    with pytest.raises(RefusalError, match="“two words” can't be a tag"):
        act(desk, "tag", "C1", tag="two words")
    act(desk, "untag", "C1", tag="vip")
    with pytest.raises(RefusalError, match="its tags are late"):
        act(desk, "untag", "C1", tag="vip")


def test_a_macro_is_one_entry_and_taken_back_as_one(
    desk: Desk, talk: Conversation, act: Act
) -> None:
    act(desk, "new samples", creator="lena", client="aurora-skin", product="Glow Serum")
    before = desk.book.seq
    act(desk, "macro", "C1", macro="sample-asked", answers="tomorrow")
    here = conversation(desk)
    assert desk.book.seq == before + 1
    assert (here.status, here.waiting_on, here.tags) == ("snoozed", "warehouse", ("sample",))
    (_, copied) = messages(desk.book, here)
    assert copied.state == "copied"
    assert "your Glow Serum and write to you tomorrow." in copied.body
    act(desk, "confirm", "C1")
    assert conversation(desk).status == "snoozed"
    act(desk, "macro", "C1", macro="thanks")
    take_back(desk, next_undo(desk).entry)
    assert (conversation(desk).status, conversation(desk).tags) == ("snoozed", ("sample",))


def test_one_step_refused_refuses_the_whole_and_is_named(
    desk: Desk, talk: Conversation, act: Act
) -> None:
    with pytest.raises(RefusalError, match="by when, as tomorrow: say --answers, an answer a line"):
        act(desk, "macro", "C1", macro="sample-asked")
    with pytest.raises(RefusalError, match=r"reply: \{product\} isn't filled in"):
        act(desk, "macro", "C1", macro="sample-asked", answers="tomorrow")
    act(desk, "tag", "C1", tag="thanks")
    with pytest.raises(RefusalError, match="tag: it is tagged thanks already"):
        act(desk, "macro", "C1", macro="thanks")
    assert conversation(desk).status == "new"
    act(desk, "reply", "C1", text="hello")
    with pytest.raises(RefusalError, match="reply: ana copied a reply"):
        act(desk, "macro", "C1", macro="payout-pending")
    lines = effects(desk, conversation(desk), named(macros(desk), "macro", "thanks"))
    assert lines[0] == "tag thanks: no, it is tagged thanks already"
    assert lines[1].startswith("resolve: no, ana copied a reply")


def test_a_macro_minds_what_came_in_meanwhile(
    desk: Desk, open_desk: OpenDesk, talk: Conversation, act: Act, clock: FrozenClock
) -> None:
    clock.move(timedelta(minutes=1))
    act(open_desk("jo"), "note", "C1", text="I called her")
    with pytest.raises(RefusalError, match="reply: jo noted since you looked"):
        act(desk, "macro", "C1", seen=talk, macro="ad-code")


def test_a_macro_that_means_nothing_is_named(desk: Desk, talk: Conversation, act: Act) -> None:
    step = 'title = "x"\n[[steps]]\nverb = "{}"\nuntil = "{}"\n'
    write(desk, "macros/confirms.toml", step.format("confirm", ""))
    write(desk, "macros/never.toml", step.format("snooze", "some day"))
    write(desk, "macros/empty.toml", 'title = "x"\n')
    write(desk, "macros/lost.toml", 'title = "x"\nreply = "nowhere"\n')
    with pytest.raises(RefusalError, match="“confirms” can't be used: “confirm” is no step"):
        act(desk, "macro", "C1", macro="confirms")
    with pytest.raises(RefusalError, match="“never” can't be used: until: "):
        act(desk, "macro", "C1", macro="never")
    broken = " ".join(macros(desk).broken)
    assert "empty.toml can't be used: it has neither" in broken
    assert "lost.toml: there is no canned reply “nowhere”" in broken


# -- the playbook -----------------------------------------------------------------------------


def test_the_playbook_goes_stale_by_date(desk: Desk, clock: FrozenClock) -> None:
    assert all(each.what.review_every == 90 for each in read_playbook(desk.workspace.root).items)
    clock.move(timedelta(days=30))
    when = named(playbook(desk), "question", "payout-when")
    assert when.stale
    assert "checked 111 days ago: look again before you rely on it (every 90 days)" in when.source
