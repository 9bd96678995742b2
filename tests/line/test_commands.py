"""The line mode as scripts and people without a screen use it: real processes throughout."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.table import LISTINGS, VERBS
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
    assert (again.returncode, again.stdout) == (1, "")
    assert "isn't empty" in again.stderr
    wrong = spotlight("init", str(tmp_path / "no"), "--zone", "Mars/Base")
    assert wrong.returncode == 2
    assert "no time zone is called “Mars/Base”" in wrong.stderr
    other = spotlight("init", str(tmp_path / "no"), as_="jo")
    assert (other.returncode, other.stdout) == (2, "")
    assert not (tmp_path / "no").exists()


def test_a_client_whose_market_nobody_said_is_told_which_it_has(say: Run) -> None:
    made = say("clients", "new", "Peak Fitness")
    assert made.returncode == 0
    assert made.stderr == "its market is US (USD); undo if it isn't\n"


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
    for part in ("outbox", "files", "replies", "macros", "playbook", "backups", "rules.toml"):
        assert str(here / part) in there.stdout
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
        (["docter"], 2, "“docter” is no command; did you mean doctor?"),
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
        (["actions", "new", "a", "today", "me", "none", "more"], 2, "new takes one TITLE."),
        (["actions", "new", "a", "--title", "b"], 2, "title is there twice"),
        (["done"], 2, "the record's id is missing."),
        (["done", "A99"], 1, "there is no A99."),
        (["done", "L1"], 2, "L1 can't be “done”; it has edit"),
        (["edit", "L1", "--due", "fri"], 2, "there is no --due here; there is --title, --owner"),
        (["edit", "L1", "--if-rev", "x"], 2, "--if-rev wants a revision's number"),
        (["show", "A1", "A2"], 2, "“A2” is one word too many"),
        (["import"], 2, "the file to import is missing."),
        (["import", "nowhere.csv"], 1, "there is no file nowhere.csv."),
        (["import", "/"], 1, "/ is a folder: say a file in it."),
        (["show", "ZZ9"], 1, "no record has such an id as ZZ9; those look like A31."),
        (["find", "café"], 0, "nothing like that anywhere; in messages accents count"),
        (["inbox", "nobody"], 0, "no conversation like that"),
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
        "shop": None,
        "outreach_quota": None,
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
    assert ask("show", "a1") == action | {"links": [], "notes": [], "files": []}
    assert ask("actions", "is:done") == []
    assert ask("imports") == []
    noted = say("note", "A1", "-", stdin="two\nlines\n")
    assert noted.returncode == 0
    shown = ask("show", "A1")
    assert [(n["by"], n["text"]) for n in shown["notes"]] == [("ana", "two\nlines")]


def test_a_client_is_shown_with_what_is_open(ask: Ask, say: Run) -> None:
    assert "open" in say("show", "aurora-skin").stdout.splitlines()[-1]
    for number in range(5):
        ask("tickets", "new", f"ticket {number}", "--client", "aurora")
    told = say("show", "aurora", "--plain").stdout
    assert told.endswith(
        "tickets: T1 ticket 0\ntickets: T2 ticket 1\ntickets: T3 ticket 2\n"
        "tickets: and 2 more: tickets client:aurora-skin not:closed\n"
    )
    assert ask("show", "L1")["open"] == {"tickets": ["T1", "T2", "T3", "T4", "T5"]}


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


def test_a_missing_index_is_noted_and_made_again(say: Run, here: Path) -> None:
    say("fold")
    (here / "store.index").unlink()
    said = say("doctor").stdout
    assert "store.index is missing or can't be read, so that" in said
    assert "    → spotlight fold\n" in said
    done = say("fold")
    assert done.stderr == "store.index was missing or couldn't be read: it is made again\n"
    assert done.stdout.startswith("folded 0 changes; ")
    assert (here / "store.index").is_file()
    assert "store.index" not in say("doctor").stdout


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
