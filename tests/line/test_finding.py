"""`spotlight find` and links on the command line."""

import json
from pathlib import Path

import pytest

from screens.line.main import main
from tests.conftest import Spotlight


def test_find_link_and_show(spotlight: Spotlight, tmp_path: Path) -> None:
    box = tmp_path / "box"
    spotlight("init", str(box), "--shared-account")

    def say(*argv: str) -> str:
        done = spotlight(*argv, workspace=box, as_="ana")
        assert done.returncode == 0, done.stderr
        return done.stdout

    say("tickets", "new", "refund of order 5", "--type", "order", "--priority", "high")
    say("actions", "new", "call Kim")
    say("link", "T1", "A1")
    say("note", "A1", "about the refund")
    found = json.loads(say("find", "refund", "--json"))
    assert {one["id"]: one["where"] for one in found} == {
        "T1": None, "A1": "note ana: about the refund",
    }  # fmt: skip
    assert say("find", "refund", "order").splitlines()[1].split()[:2] == ["T1", "open"]
    assert "links A1" in " ".join(say("show", "T1").split())
    assert json.loads(say("show", "A1", "--json"))["links"] == ["T1"]
    nothing = spotlight("find", "xyzzy", workspace=box, as_="ana")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert nothing.stderr == "nothing like that anywhere\n"
    assert spotlight("find", workspace=box, as_="ana").returncode == 2


def test_it_says_when_not_all_was_read(
    say: Spotlight, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["my parcel is blue", "my parcel", "my parcel", "it is blue", "it is blue", "it is blue"]
    for number, message in enumerate(said):
        say("inbox", "new", f"@lena{number}", "--message", message)
    monkeypatch.setattr("console.find._STEP", 2)
    monkeypatch.setattr("console.find.STREWN", 2)

    def find(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        assert main(["--workspace", str(here), "--as", "ana", "find", *words]) == 0
        out, err = capsys.readouterr()
        return out, err

    _, err = find("parcel", "it")
    less = "not all conversations were read: add a rarer word\n"
    assert err == f"nothing like that so far; {less}"
    assert find("parcel", "it", "--json") == ("[]\n", err)
    out, err = find("parcel", "blue")
    assert ("C1" in out, err) == (True, f"1 record; {less}")
    assert find("--json", "parcel", "blue")[1] == err
    monkeypatch.setattr("console.find.MOST", 2)
    assert find("blue")[1] == "the newest 2 of 4 are shown; add a word\n"
    assert find("blue", "--json")[1] == "the newest 2 of 4 are shown; add a word\n"
    assert find("xyzzy", "--json") == ("[]\n", "")


def test_a_view_goes_by_its_name(say: Spotlight) -> None:
    for name, whose in (("late", "all"), ("mine", "me")):
        say("views", "new", name, "--list", "actions", "--query", "is:open", "--whose", whose)
    wrong = say("forget", "lat")
    assert (wrong.returncode, wrong.stderr) == (1, "there is no view “lat”; there is late, mine.\n")
    assert "V1" in say("rename", "@late", "overdue").stdout
    assert "V1" in say("forget", "overdue").stdout
    hers = say("forget", "mine", as_="jo")
    assert (hers.returncode, hers.stderr) == (1, "there is no view “mine”; there is none yet.\n")
