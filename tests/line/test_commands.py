"""The line mode as scripts and people without a screen use it: real processes throughout."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO, Any

import pytest
from rich.cells import cell_len

from console import actions
from console.desk import Desk
from console.table import LISTINGS, VERBS
from data.clock import SystemClock
from data.identity import author
from data.records.actions import Action
from data.workspace import Workspace
from screens.line.commands import OWN, names
from screens.line.main import main

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_commands_lists_and_verbs_are_disjoint() -> None:
    short = {verb.short for verb in VERBS.values() if not verb.creates}
    assert not set(OWN) & set(LISTINGS)
    assert not set(OWN) & short
    assert not set(LISTINGS) & short
    assert "new" not in {*OWN, *LISTINGS, *short}
    assert len(names()) == len(set(names()))


def test_init_makes_a_workspace_and_its_lead(spotlight: Run, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    done = spotlight("init", str(root), "--zone", "Europe/Berlin", "--agency=Lantern", "--json")
    me = json.loads(done.stdout)["lead"]
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"workspace": str(root), "lead": me}
    people = json.loads(spotlight("people", "--json", workspace=root).stdout)
    assert [(p["id"], p["roles"], p["seen"]) for p in people] == [(me, ["lead"], True)]
    settings = (root / "workspace.toml").read_text()
    assert 'agency = "Lantern"' in settings
    assert 'zone = "Europe/Berlin"' in settings

    again = spotlight("init", str(root))
    assert (again.returncode, again.stdout) == (3, "")
    assert "isn't empty" in again.stderr
    wrong = spotlight("init", str(tmp_path / "no"), "--zone", "Mars/Base")
    assert wrong.returncode == 2
    assert "no time zone is called “Mars/Base”" in wrong.stderr
    other = spotlight("init", str(tmp_path / "no"), as_="jo")
    assert (other.returncode, other.stdout) == (2, "")
    assert not (tmp_path / "no").exists()


def test_a_workspace_is_found_by_option_environment_config_and_default(
    spotlight: Run, tmp_path: Path, here: Path
) -> None:
    def located(env: dict[str, str] | None = None, *options: str) -> str:
        return str(json.loads(spotlight("locate", "--json", *options, env=env).stdout)["workspace"])

    home = Path(os.environ["XDG_CONFIG_HOME"]).parent
    assert located() == str(home / "data" / "spotlight")
    (home / "config" / "spotlight").mkdir(parents=True)
    (home / "config" / "spotlight" / "config.toml").write_text('workspace = "~/ours"\n')
    assert located() == str(home / "ours")
    assert located({"SPOTLIGHT_WORKSPACE": str(tmp_path / "env")}) == str(tmp_path / "env")
    assert located({"SPOTLIGHT_WORKSPACE": "/x"}, "--workspace", str(here)) == str(here)

    there = spotlight("locate", workspace=here)
    assert (there.returncode, there.stderr) == (0, "")
    assert str(here / "store.json") in there.stdout
    missing = spotlight("locate")
    assert missing.returncode == 3
    assert str(home / "ours") in missing.stdout
    (home / "config" / "spotlight" / "config.toml").write_text("workspace = ")
    broken = spotlight("locate")
    assert (broken.returncode, broken.stdout) == (3, "")


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["actoins"], 2, "“actoins” is no command; did you mean actions?"),
        (["doctor"], 2, "“doctor” is no command"),
        (["--jsno", "actions"], 2, "there is no --jsno here; did you mean --json?"),
        (["actions", "--due", "fri"], 2, "there is no --due here"),
        (["actions", "--json", "--plain"], 2, "--json or --plain, not both."),
        (["actions", "--json=yes"], 2, "--json takes no value."),
        (["actions", "--json", "--json"], 2, "--json is there twice"),
        (["metrics", "aurora", "--from"], 2, "--from wants a value."),
        (["metrics"], 2, "the client's short name is missing."),
        (["metrics", "aurora", "--from", "11/27"], 2, "from: “11/27” isn't a day"),
        (["metrics", "auroar"], 1, "there is no client “auroar”. Did you mean aurora-skin?"),
        (["actions", "ownr:me"], 2, "can't ask for “ownr”; did you mean owner?"),
        (["actions", "new"], 2, "title is missing"),
        (["actions", "new", "a", "today", "me", "none", "more"], 2, "“more” is one word too many"),
        (["actions", "new", "a", "--title", "b"], 2, "title is there twice"),
        (["done"], 2, "the record's id is missing."),
        (["done", "A99"], 1, "there is no A99."),
        (["done", "L1"], 2, "L1 can't be “done”; it has edit"),
        (["edit", "L1", "--due", "fri"], 2, "there is no --due here; there is --title, --owner"),
        (["edit", "L1", "--if-rev", "x"], 2, "--if-rev wants a revision's number"),
        (["show", "A1", "A2"], 2, "“A2” is one word too many"),
        (["import"], 2, "the file to import is missing."),
        (["import", "nowhere.csv"], 1, "there is no file nowhere.csv."),
        (["log", "--since", "ever"], 2, "since: “ever” isn't a day"),
        (["undo"], 1, "nothing of yours to take back"),
        (["redo"], 1, "nothing to put back"),
        (["show", "\udcff"], 2, "“” isn't written in UTF-8"),
        (["people", "new", "kim"], 2, "people aren't made by hand"),
    ],
)
def test_what_goes_wrong_is_one_line_on_stderr(
    here: Path, capfd: pytest.CaptureFixture[str], argv: list[str], code: int, said: str
) -> None:
    assert main(["--workspace", str(here), "--as", "jo", *argv]) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_so_it_is_in_a_process_of_its_own(say: Run) -> None:
    wrong, refused = say("actoins", "--json"), say("done", "A99", "--json")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", "there is no A99.\n")


def test_as_is_refused_where_people_have_accounts(spotlight: Run, tmp_path: Path) -> None:
    assert spotlight("init", str(tmp_path / "own")).returncode == 0
    done = spotlight("actions", workspace=tmp_path / "own", as_="jo")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "--as works only in a workspace made with `spotlight init --shared-account`" in done.stderr
    )


def test_no_workspace(spotlight: Run, tmp_path: Path) -> None:
    for argv in ([], ["actions"], ["fold"]):
        done = spotlight(*argv, workspace=tmp_path / "none")
        assert (done.returncode, done.stdout) == (3, "")
        assert f"there is no workspace at {tmp_path / 'none'}" in done.stderr
        assert not (tmp_path / "none").exists()


def test_help_and_version(spotlight: Run) -> None:
    assert spotlight("--version").stdout.startswith("spotlight ")
    whole = spotlight("help")
    assert whole.returncode == 0
    assert whole.stdout == spotlight("--help").stdout == spotlight("-h").stdout
    for name in names():
        assert f"  {name} " in whole.stdout, name
    claim = spotlight("claim", "--help")
    assert claim.stdout == spotlight("help", "claim").stdout
    assert claim.stdout.splitlines()[:2] == ["spotlight claim ID", VERBS["actions.claim"].help]
    assert "--due" in spotlight("actions", "new", "--help").stdout
    assert "is:overdue" in spotlight("actions", "--help").stdout
    wrong = spotlight("help", "climb")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_records_in_json_to_the_letter(ask: Ask, say: Run) -> None:
    client = ask("clients", "new", "Peak Fitness", "--market", "US", "--owner", "nobody")
    assert {**client, "created_at": "", "updated_at": ""} == {
        "id": "L2", "title": "Peak Fitness", "slug": "peak-fitness", "market": "US",
        "currency": "USD", "zone": "America/Los_Angeles", "first_weekday": 0, "owner": None,
        "rev": 1, "created_at": "", "created_by": "ana", "updated_at": "", "updated_by": "ana",
        "archived_at": None,
    }  # fmt: skip
    action = ask("actions", "new", "fix 14 titles", "--due", "2026-11-27", "--client=aurora-skin")
    assert {**action, "created_at": "", "updated_at": ""} == {
        "id": "A1", "title": "fix 14 titles", "owner": "ana", "due": "2026-11-27",
        "client": "aurora-skin", "status": "open", "claimed_at": None, "ended_at": None,
        "ended_by": None, "dropped_why": None, "rev": 1, "created_at": "", "created_by": "ana",
        "updated_at": "", "updated_by": "ana", "archived_at": None,
    }  # fmt: skip
    assert action["created_at"].endswith("Z")
    assert ask("actions") == [action]
    assert ask("show", "a1") == action | {"notes": []}
    assert ask("actions", "is:done") == []
    assert ask("imports") == []
    noted = say("note", "A1", "-", stdin="two\nlines\n")
    assert noted.returncode == 0
    shown = ask("show", "A1")
    assert [(n["by"], n["text"]) for n in shown["notes"]] == [("ana", "two\nlines")]


def test_verbs_take_words_in_order_or_by_name(ask: Ask, say: Run) -> None:
    ask("actions", "new", "first", "2026-11-27", "jo", "aurora")
    assert ask("assign", "A1", "nobody")["owner"] is None
    edited = ask("edit", "--due=never", "A1", "--", "--dashes first")
    assert (edited["title"], edited["due"], edited["client"]) == (
        "--dashes first",
        None,
        "aurora-skin",
    )
    assert say("drop", "A1", "not", "quoted").stderr == (
        "drop takes REASON. Put quotes around a sentence.\n"
    )
    assert ask("drop", "A1", "--reason", "no longer needed")["dropped_why"] == "no longer needed"
    told = say("reopen", "A1")
    assert (told.returncode, told.stdout, told.stderr) == (0, "reopened A1  --dashes first\n", "")


def test_a_name_nobody_knows_is_said(ask: Ask, say: Run) -> None:
    first = say("actions", "new", "x", "--owner", "Kim", "--json")
    assert json.loads(first.stdout)["owner"] == "kim"
    assert first.stderr == "kim has never worked here; kept as a new name.\n"
    assert {p["id"]: p["seen"] for p in ask("people")} == {"ana": True, "kim": False}
    assert ask("claim", "A1", as_="jo")["owner"] == "jo"
    assert say("assign", "A1", "jo").stderr == ""


def test_if_rev(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x")
    ask("edit", "A1", "--title", "y", as_="jo")
    lost = say("edit", "A1", "--title", "z", "--if-rev", "1")
    assert (lost.returncode, lost.stdout) == (1, "")
    assert lost.stderr == "jo changed A1 while you were at it: title is now “y”.\n"
    assert ask("edit", "A1", "--due", "2026-11-27", "--if-rev", "1")["rev"] == 3
    assert ask("edit", "A1", "--title", "z", "--if-rev=3")["title"] == "z"
    unknown = say("done", "A1", "--if-rev", "9")
    assert unknown.stderr == "A1 is at revision 4; nothing is known of 9.\n"


def test_two_claims_one_winner_ten_times_of_ten(here: Path) -> None:
    ana = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    for number in range(1, 11):
        ana.make(actions.NEW, actions.NewAction("who is quicker", owner=None))
        claim = ("-m", "screens", "--workspace", str(here), "claim", f"A{number}", "--as")
        racers = {
            name: subprocess.Popen(
                [sys.executable, *claim, name],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("jo", "sam")
        }
        said = {name: racer.communicate(timeout=60) for name, racer in racers.items()}
        codes = {name: racer.returncode for name, racer in racers.items()}
        assert sorted(codes.values()) == [0, 1], said
        winner, loser = sorted(codes, key=lambda name: codes[name])
        assert said[winner] == (f"claimed A{number}  who is quicker\n", "")
        assert said[loser][0] == ""
        told = rf"{winner} claimed this \d+ s ago · : steal takes it over\n"
        assert re.fullmatch(told, said[loser][1])
        ana.book.catch_up()
        record = ana.book.get(Action, number)
        assert record is not None
        assert record.owner == winner
    ana.close()


def test_undo_and_redo_go_on_from_process_to_process(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x")
    for title in ("y", "z"):
        ask("edit", "A1", "--title", title)
    ask("edit", "A1", "--due", "2026-11-27", as_="jo")
    taken = ask("undo")
    assert (taken["entry"]["verb"], taken["entry"]["records"]) == ("actions.edit", ["A1"])
    assert taken["left"] == []
    assert say("undo").stdout == "took back: ana changed A1\n"
    assert ask("show", "A1")["title"] == "x"
    assert say("redo").stdout == "put back: ana changed A1\n"
    assert (ask("show", "A1")["title"], ask("show", "A1")["due"]) == ("y", "2026-11-27")


def test_another_shells_change_is_asked_for(ask: Ask, say: Run, here: Path) -> None:
    elsewhere = subprocess.run(
        [
            *(sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana"),
            *("actions", "new", "from another shell"),
        ],
        start_new_session=True,
        timeout=60,
    )
    assert elsewhere.returncode == 0
    refused = say("undo")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert re.match(r"“ana wrote A1”, \d+ s ago, is not of this .* --yes", refused.stderr)
    assert say("undo", "--yes").stdout == "took back: ana wrote A1\n"
    assert ask("actions") == []


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("n", 1, ""), ("", 1, ""), ("y", 0, "took back: ana wrote A1\n")]
)
def test_at_a_terminal_it_asks(ask: Ask, here: Path, answer: str, code: int, said: str) -> None:
    ask("actions", "new", "x")
    ours, theirs = os.openpty()
    undo = subprocess.Popen(
        [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", "undo"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        start_new_session=True,
    )
    asked = b""
    while not asked.endswith(b"[y/N] "):
        asked += os.read(ours, 1000)
    assert re.match(r"“ana wrote A1”, \d+ s ago: take it back\?", asked.decode())
    os.write(ours, f"{answer}\n".encode())
    assert undo.communicate(timeout=60)[0] == said
    assert undo.returncode == code
    os.close(ours)
    os.close(theirs)


def test_the_log(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x", "--owner", "nobody")
    ask("claim", "A1", as_="jo")
    ask("note", "A1", "on it", as_="jo")
    ask("actions", "new", "y")
    log = ask("log", "A1")
    assert [(e["by"], e["verb"], e["records"]) for e in log] == [
        ("jo", "actions.note", ["A1"]),
        ("jo", "actions.claim", ["A1"]),
        ("ana", "actions.new", ["A1"]),
    ]
    assert log[1]["said"] == "jo claimed A1"
    assert log[1]["at"].endswith("Z")
    change = log[1]["changes"][0]
    assert (change["before"]["owner"], change["after"]["owner"]) == (None, "jo")
    told = say("log", "A1").stdout.splitlines()
    assert told[0].endswith("  jo noted on A1")
    assert told[1] == "    text: on it"
    assert "    owner: none → jo" in told
    assert len(ask("log", "--by", "jo", "--since", "1h")) == 3  # came in, claimed, noted
    assert ask("log", "--since", "2999-01-01") == []
    assert say("log", "--by", "me").stdout.count("\n") == len(ask("log", "--by", "ana"))


HOSTILE = "pay\x1b[2J\x1b]0;owned\x07 \u202e=cmd()\x9b31m [@click=app.quit]x[/] [/"


def test_hostile_text_never_reaches_the_terminal_raw(
    ask: Ask, say: Run, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ask("actions", "new", HOSTILE)
    ask("note", "A1", "-", stdin=HOSTILE + "\r\nsecond\x00 line")
    assert "[@click=app.quit]x[/] [/" in say("actions").stdout, "markup is only text"
    for words in (
        ["actions"],
        ["actions", "--plain"],
        ["actions", "--json"],
        ["show", "A1"],
        ["show", "A1", "--json"],
        ["log", "A1"],
        ["log", "A1", "--json"],
        ["undo", HOSTILE],
        ["actions", HOSTILE.replace(" ", ":")],
        ["show", HOSTILE],
        [HOSTILE],
        ["--" + HOSTILE],
        ["help", HOSTILE],
        ["import", HOSTILE],
        ["metrics", HOSTILE],
        ["actions", "new", "x", "--owner", HOSTILE],
        ["actions", "new", "x", "--due", HOSTILE],
        ["log", "--by", HOSTILE],
        ["log", "--since", HOSTILE],
    ):
        main(["--workspace", str(here), "--as", "ana", *words])
        printed = "".join(capfd.readouterr())
        assert printed
        assert not set(printed) & set("\x1b\x07\x9b\u202e\x00\r"), words
    assert ask("show", "A1")["notes"][0]["text"].endswith("\nsecond line")


def test_plain_is_one_labelled_fact_a_line(ask: Ask, say: Run, spotlight: Run, here: Path) -> None:
    ask("actions", "new", "first", "--due", "2999-01-01")
    ask("actions", "new", "second", "--client", "aurora")
    plain = say("actions", "--plain").stdout
    assert plain == (
        "id: A1\nstatus: open\ndue: 1 Jan 2999\nowner: ana\nclient: –\ntitle: first\n\n"
        "id: A2\nstatus: open\ndue: –\nowner: ana\nclient: aurora-skin\ntitle: second\n"
    )
    assert say("actions", env={"TERM": "dumb"}).stdout == plain
    assert "due: Tue 2999-01-01\n" in say("show", "A1", "--plain").stdout
    assert "title: third\n" in say("actions", "new", "third", "--plain").stdout


def test_columns_line_up_by_cells(ask: Ask, say: Run) -> None:
    ask("clients", "new", "Nord", "--owner", "zoë")
    ask("actions", "new", "お茶 12", "--owner", "お茶")
    ask("actions", "new", "plain", "--owner", "jo")
    lines = say("actions").stdout.splitlines()
    assert lines[0].split() == ["id", "status", "due", "owner", "client", "title"]
    assert [cell_len(line[: line.index("–  ")]) for line in lines[1:]] == [
        cell_len(lines[0][: lines[0].index("due")])
    ] * 2
    assert cell_len(lines[1].partition("お茶 12")[0]) == cell_len(lines[2].partition("plain")[0])


def test_without_a_terminal_it_prints_today(ask: Ask, say: Run) -> None:
    assert "Nothing is on fire" in say().stdout
    ask("actions", "new", "late", "--due", "2020-01-01")
    ask("actions", "new", "late too", "--due", "2020-01-02", "--owner", "jo")
    told = say().stdout.splitlines()
    assert told[0].startswith("Today at Spotlight, ")
    assert told[2] == "NOW"
    assert [line.split()[0] for line in told[4:]] == ["A1", "A2"]
    items = ask()
    assert [(i["section"], i["id"], i["owner"]) for i in items] == [
        ("NOW", "A1", "ana"),
        ("NOW", "A2", "jo"),
    ]


def test_folding(ask: Ask, here: Path) -> None:
    ask("actions", "new", "x")
    report = ask("fold")
    assert report["documents"] == 3
    assert report["set_aside"] is None
    kept = json.loads((here / "store.json").read_text())
    assert [d["title"] for d in kept["actions"].values()] == ["x"]
    assert ask("done", "A1")["status"] == "done"


def test_whoever_stops_reading_is_left_in_peace(ask: Ask, here: Path) -> None:
    for _ in range(3):
        ask("actions", "new", "x" * 250)
    shell = "; ".join(
        f"{sys.executable} -m screens --workspace {here} --as ana {words} | true"
        for words in ("actions", "actions --json", "log", "help")
    )
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_a_full_disk_is_said(ask: Ask, here: Path) -> None:
    ask("actions", "new", "x")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", "actions"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 3
    assert done.stderr == "No space left on device. Nothing more was done.\n"


def test_a_locale_without_the_letters(ask: Ask, say: Run) -> None:
    ask("actions", "new", "Zoë → お茶")
    poor = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = say("actions", env=poor)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zo? ? ??" in done.stdout
    assert json.loads(say("actions", "--json", env=poor).stdout)[0]["title"] == "Zoë → お茶"


def test_a_line_command_loads_no_screen_and_no_reader(here: Path) -> None:
    code = (
        "import sys; from screens.line.main import main;"
        f"main(['--workspace', {str(here)!r}, '--as', 'ana', 'actions', '--json']);"
        "loaded = {m.partition('.')[0] for m in sys.modules};"
        "print(*sorted(loaded & {'textual', 'polars', 'slugify', 'watchfiles', 'argparse'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n\n"


def test_stdin_is_read_once_and_only_when_asked(ask: Ask, say: Run) -> None:
    assert ask("actions", "new", "-", stdin=" from a pipe \n")["title"] == "from a pipe"
    assert ask("assign", "A1", "-")["owner"] is None, "a dash names nobody"
    empty = say("note", "A1", "-", stdin=" \n")
    assert (empty.returncode, empty.stderr) == (2, "text: it can't be empty\n")


def test_ctrl_c_is_quiet(here: Path) -> None:
    """A command stopped while it waits for stdin."""
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana"),
            *("actions", "new", "-"),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin
    child.stdin.write(b"begun")
    child.stdin.flush()
    wait_until_read(child.stdin)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (130, b"")


def wait_until_read(pipe: IO[bytes]) -> None:
    """Until the other side has taken all that was written."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        left = fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4)
        if int.from_bytes(left, sys.byteorder) == 0:
            return
        time.sleep(0.01)
    raise AssertionError("it never read")
