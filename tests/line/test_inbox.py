"""The inbox on the command line: exact, because scripts rely on it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.records.conversations import Conversation
from data.workspace import Workspace
from screens.inbox.thread import said

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_from_a_message_to_a_confirmed_reply(ask: Ask, say: Run) -> None:
    made = ask(
        "inbox", "new", "@GlowByLena", "--client", "aurora", "--topic", "payout", "--message", "-",
        stdin="Hi!\nstill no commission\n",
    )  # fmt: skip
    assert (made["id"], made["creator"], made["client"]) == ("C1", "@glowbylena", "aurora-skin")
    assert (made["status"], made["waiting_on"], made["pending"]) == ("new", "us", None)
    assert made["waiting_since"].endswith("Z")
    told = say("reply", "C1", "On its way.\nAbout the 17th.")
    assert told.stdout == (
        "copied a reply to C1  @glowbylena payout\nOn its way.\nAbout the 17th.\n"
    )
    assert told.stderr == "Send that text, then say: spotlight confirm C1 (or unsent C1)\n"
    assert ask("show", "C1")["pending"] == "G2"
    assert ask("confirm", "C1")["waiting_since"] is None
    ask("note", "C1", "nice one")
    shown = ask("show", "C1")
    assert [(m["id"], m["outbound"], m["state"]) for m in shown["messages"]] == [
        ("G1", False, "received"),
        ("G2", True, "confirmed"),
    ]
    assert shown["messages"][0]["body"] == "Hi!\nstill no commission"
    assert [note["text"] for note in shown["notes"]] == ["nice one"]
    assert "note by ana" in say("show", "C1").stdout
    assert say("undo").stdout.startswith("took back")
    row = ask("inbox", "waiting:creator")
    assert [each["id"] for each in row] == ["C1"]
    assert ask("inbox", "waiting:us") == []
    assert ask("creators") == ask("creators", "lena")
    assert ask("show", "@glowbylena")["id"] == "K1"


def test_a_reply_that_was_never_sent_was_never_spoken(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena")
    ask("reply", "C1", "hello")
    assert ask("show", "C1")["spoken_at"] is not None
    ask("unsent", "C1")
    assert ask("show", "C1")["spoken_at"] is None
    assert "\nspoken at: none\n" in say("--plain", "show", "C1").stdout


def test_what_they_wrote_has_an_option_of_its_own(say: Run) -> None:
    no = say("inbox", "new", "@lena", "where is my sample?")
    assert (no.returncode, no.stderr) == (
        2,
        "new takes one CREATOR. What the creator wrote goes into --message: --message “…”.\n",
    )
    no = say("samples", "new", "@lena", "Glow Serum")
    assert "new takes one CREATOR. More goes into --product, --client" in no.stderr


def test_two_people_claim_and_one_has_it(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena")
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda name: say("claim", "C1", as_=name), ["ana", "jo"]))
    assert sorted(each.returncode for each in done) == [0, 1]
    loser = next(each for each in done if each.returncode)
    assert "claimed this" in loser.stderr
    assert "steal takes it over" in loser.stderr


def test_a_reply_by_an_old_revision_is_refused_with_what_is_new(ask: Ask, say: Run) -> None:
    seen = ask("inbox", "new", "@lena", "--message", "hi")["rev"]
    ask("note", "C1", "I called her", as_="jo")
    told = say("reply", "C1", "hello", "--if-rev", str(seen))
    assert told.returncode == 1
    assert told.stderr == "jo noted since you looked: “I called her”.\n"
    assert say("reply", "C1", "hello").returncode == 0


def test_a_second_conversation_about_the_same_is_said(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena", "--client", "aurora-skin", "--message", "hi")
    again = say("inbox", "new", "@Lena", "--client", "aurora-skin", "--message", "and?", as_="jo")
    assert again.returncode == 0
    assert "C1 with them is open, too: merge joins them" in again.stderr
    assert "open, too" not in say("inbox", "new", "@lena", "--message", "of no shop").stderr


def test_what_a_colleague_answered_isnt_answered_twice_by_a_command(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena", "--message", "where is it?")
    ask("reply", "C1", "it pays on the 17th")
    ask("confirm", "C1")
    no = say("reply", "C1", "some day in December", as_="jo")
    assert no.returncode == 1
    assert no.stderr.startswith("ana answered ")
    assert "“it pays on the 17th” · --anyway yes sends another" in no.stderr
    assert say("reply", "C1", "and it did", as_="ana").returncode == 0
    ask("confirm", "C1")
    assert say("reply", "C1", "more of that", "--anyway", "yes", as_="jo").returncode == 0
    ask("confirm", "C1", as_="jo")
    ask("received", "C1", "thanks, and the next?")
    assert say("reply", "C1", "in January", as_="jo").returncode == 0


def test_refusals_and_wrong_words(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena", "--message", "hi")
    assert say("confirm", "C1").stderr == "no copied reply waits to be confirmed\n"
    assert say("inbox", "new", "two words").returncode == 2
    wrong = say("snooze", "C1", "whenever")
    assert wrong.returncode == 2
    assert "write fri 9:00, tomorrow, 3h or reply; mon keep" in wrong.stderr
    assert say("waiting", "C1", "godot").returncode == 2
    assert ask("snooze", "C1", "2030-01-02 9:00")["status"] == "snoozed"
    assert ask("received", "C1", "hello?")["woke"] == "reply"
    assert ask("resolve", "C1")["resolved_by"] == "ana"
    assert "reopen opens it again" in say("reply", "C1", "x").stderr


def test_hostile_text_is_only_text(ask: Ask, say: Run) -> None:
    hostile = "\x1b]52;c;aGk=\x07[@click=app.quit]x[/]\u202e 漢字 👩\u200d👧"
    ask("inbox", "new", "x" * 24, "--topic", hostile, "--message", hostile)
    ask("received", "C1", "-", stdin=f"a\n{hostile}\n")
    for told in (say("inbox"), say("show", "C1"), say("log", "C1"), say("--plain", "inbox")):
        assert told.returncode == 0
        assert not any(char in told.stdout for char in "\x1b\x07\u202e")
        assert "[@click=app.quit]x[/]" in told.stdout


def test_which_comes_first_is_said_with_the_option(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena")
    told = say("paste", "C1", "-", stdin="lena 3/4/2026, 9:12\nhi").stderr
    assert "3/4/2026 could be two days: say --dates day-first or month-first" in told


def test_a_chat_is_pasted_once_it_is_seen(ask: Ask, say: Run, tmp_path: Path) -> None:
    ask("inbox", "new", "@lena")
    chat = "@lena 2026-11-19 09:12: hi\nana 2026-11-19 09:15: hello\n"
    told = say("paste", "C1", "-", stdin=chat)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        "2 new, 0 here already",
        "they · lena · Thu 19 Nov 09:12 · hi",
        "we · ana · Thu 19 Nov 09:15 · hello",
        "Nothing is done yet: --yes does it.",
    ]
    assert ask("paste", "C1", "-", "--yes", stdin=chat)["waiting_on"] == "creator"
    again = say("paste", "C1", "-", "--yes", stdin=chat)
    assert again.returncode == 1
    assert "all of it is in C1 already" in again.stderr
    ask("call", "C1", "she rang", "--answers", "yes")
    shown = ask("show", "C1")
    assert [(m["at"], m["via"], m["state"]) for m in shown["messages"]][:2] == [
        ("2026-11-19T17:12:00Z", "chat", "received"),
        ("2026-11-19T17:15:00Z", "chat", "confirmed"),
    ]
    label = tmp_path / "label.txt"
    label.write_text("hello")
    assert "label.txt · 5 B · 2cf24dba" in say("attach", "C1", str(label)).stderr
    plain = say("show", "C1").stdout
    assert "\ncall by ana, " in plain
    assert "\nfile by ana, " in plain
    assert ask("show", "C1")["files"][0]["name"] == "label.txt"


def test_a_time_that_is_still_to_come_and_one_of_another_year(
    ask: Ask, say: Run, here: Path, tmp_path: Path
) -> None:
    file = tmp_path / "talk.csv"
    file.write_text(
        "conversation_id,creator,time,direction,text\n"
        "t1,lena,2099-01-01T12:00:00Z,in,from tomorrow\n"
        "t1,lena,2019-06-15T12:00:00Z,in,from long ago\n",
        "utf-8",
    )
    told = say("import", str(file), "--client", "aurora")
    assert "1 dated in the future: kept, and counted from now" in told.stdout + told.stderr
    shown = say("show", "C1").stdout
    assert "(dated 2099-01-01 there, which is still to come)" in shown
    desk = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    thread = said(desk, desk.book.all(Conversation)[0], 80)
    desk.close()
    lines = ["".join(text for text, _ in line) for line in thread]
    assert lines[0].startswith(" 2019-06-15 ")
    assert any("which is still to come" in line for line in lines)
