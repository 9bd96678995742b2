"""An export nobody knows, taught and taken in by commands alone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.exports.recognise import FORMATS
from data.exports.taught import read_shelf
from tests.exports.sheet import RETURN, ROW, sheet

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]

NAMES = {
    "Order ID": "Bestellung",
    "Order Status": "Status",
    "SKU ID": "[@click=app.quit]Artikel[/",
    "Quantity": "数量",
    "SKU Subtotal Before Discount": "L" * 300,
    "SKU Subtotal After Discount": "=Betrag",
    "Order Refund Amount": "\x1b[31mErstattung",
    "Created Time": "Angelegt",
    "Paid Time": "Bezahlt",
}
MAP = (
    "order_id=bestellung", "sku_id=[@click=app.quit]Artikel[/", "quantity=数量",
    "list_subtotal=" + "L" * 300, "subtotal==Betrag", "order_refund=Erstattung",
    "created_at=Angelegt", "paid_at=Bezahlt",
)  # fmt: skip
"""The status is found by itself."""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Two orders and a row that is none, under other headers, with a buyer beside them."""
    like = {theirs: ROW[ours] for ours, theirs in NAMES.items()} | {"Käufer": "Perpetua"}
    rows = (
        {"Bezahlt": "09/13/2026 3:00:04 PM"},
        {"Bestellung": "576461234567890002", "数量": "2"},
        {"Bestellung": "576461234567890003", "数量": "two"},
    )
    path = tmp_path / "Umsatz 2026-09-15-07_16.csv"
    path.write_bytes(sheet(*rows, header=[*NAMES.values(), "Käufer", "", "x", "x"], like=like))
    return path


def test_a_taught_export_counts_like_any_other(
    ask: Ask, say: Run, export: Path, here: Path
) -> None:
    refused = say("import", str(export))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "`spotlight formats teach` on the file" in refused.stderr

    taught = ask("formats", "teach", str(export), "--map", *MAP, as_="jo")
    assert list(taught) == [
        "name", "title", "becomes", "part", "source", "taught_by", "taught_on", "dates", "market",
        "columns",
    ]  # fmt: skip
    assert (taught["name"], taught["becomes"], taught["part"]) == ("umsatz", "orders", "sales")
    assert (taught["source"], taught["taught_by"]) == ("taught", "jo")
    assert taught["columns"][0] == {"fact": "order_id", "header": "Bestellung", "needed": True}
    assert "Perpetua" not in (here / "formats" / "umsatz.toml").read_text("utf-8")

    done = ask("import", str(export))
    assert (done["format"], done["accepted"], done["rejected"]) == ("umsatz", 2, 1)
    assert done["rejects"][0]["column"] == "数量"
    found = ask("metrics", "aurora-skin", "--from", "2026-09-01", "--to", "2026-09-13")
    assert (found["metrics"]["gmv"], found["metrics"]["units"]) == (20.0, 3)
    assert [day["orders"] for day in found["days"]] == [1, *[0] * 11, 1]

    again = say("formats", "teach", str(export))
    assert again.returncode == 1
    assert "umsatz reads this file already" in again.stderr
    everywhere = (*here.rglob("*.jsonl"), *here.rglob("*.toml"))
    assert not any(b"Perpetua" in path.read_bytes() for path in everywhere)


def test_a_console_that_was_open_knows_it_at_once(
    desk: Desk, spotlight: Run, export: Path, clock: FrozenClock
) -> None:
    from tests.intake.conftest import sweep

    client = desk.make(NEW, NewClient(title="Aurora Skin"))
    intake = Intake(desk)
    dropped = desk.workspace.drop / client.slug / "export.csv"
    dropped.write_bytes(export.read_bytes())
    assert [outcome.status for outcome in sweep(intake, clock)] == ["rejected"]
    root = desk.workspace.root
    done = spotlight("formats", "teach", str(export), "--map", *MAP, workspace=root, as_="jo")
    assert done.returncode == 0, done.stderr
    dropped.write_bytes(export.read_bytes())
    (outcome,) = sweep(intake, clock)
    assert (outcome.status, outcome.format, outcome.accepted) == ("done", "umsatz", 2)


def test_what_is_known_is_listed_and_shown(ask: Ask, say: Run, export: Path) -> None:
    say("formats", "teach", str(export), "--map", *MAP, "--dates", "month-first", "--name", "de")
    known = ask("formats")
    assert [(one["name"], one["becomes"]) for one in known] == [
        *((built_in.name, built_in.name) for built_in in FORMATS),
        ("de", "orders"),
    ]
    assert {one["source"] for one in known[:-1]} == {"built in"}
    assert known[-1]["dates"] == "month first"
    assert ask("formats", "show", "de") == known[-1]
    listed = say("formats").stdout.splitlines()
    assert listed[0].split() == ["name", "becomes", "columns", "source", "title"]
    assert listed[-1].startswith("de         orders")
    assert "ana, 20" in listed[-1]
    shown = say("formats", "show", "returns").stdout
    assert all(name in shown for name in ("return_id", "Return Order ID", "an id of digits"))
    missing = say("formats", "show", "dee")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "no format is called “dee”; there is orders, returns, affiliate, creator, de." in (
        missing.stderr
    )


def test_a_format_travels_from_one_workspace_to_another(
    ask: Ask, say: Run, spotlight: Run, export: Path, tmp_path: Path
) -> None:
    say("formats", "teach", str(export), "--map", *MAP)
    shared = tmp_path / "shop-export.toml"
    shared.write_text(say("formats", "show", "umsatz").stdout, "utf-8")
    other = tmp_path / "other"
    spotlight("init", str(other))
    done = spotlight("formats", "add", str(shared), "--json", workspace=other)
    added = json.loads(done.stdout)
    assert added == ask("formats", "show", "umsatz") | {"name": "shop-export"}
    assert spotlight("clients", "new", "Bo", workspace=other).returncode == 0
    assert (
        json.loads(spotlight("import", str(export), "--json", workspace=other).stdout)["format"]
        == "shop-export"
    )
    twice = spotlight("formats", "add", str(shared), workspace=other)
    assert twice.returncode == 1
    assert "there is a format shop-export already" in twice.stderr
    renamed = spotlight("formats", "add", str(shared), "--name", "two", workspace=other)
    assert renamed.stdout == "added two: such files become orders from now on\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "can't be used"),
        ("becomes = 'orders'\n[columns]\norder_id = 'x'\n", "columns.status: it is missing"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("\x1b]0;gone\x07", "can't be used"),
    ],
)
def test_a_shared_file_with_nonsense_is_not_taken_in(
    say: Run, here: Path, tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    done = say("formats", "add", str(tmp_path / "bad.toml"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("bad.toml")
    assert reason in done.stderr
    assert done.stderr.strip().isprintable()
    assert list((here / "formats").iterdir()) == []


def test_a_broken_one_in_the_workspace_stops_nothing(
    say: Run, ask: Ask, here: Path, export: Path
) -> None:
    (here / "formats" / "torn.toml").write_text("becomes = 'ord")
    listed = say("formats")
    assert listed.returncode == 0
    assert listed.stderr.startswith("torn.toml can't be used")
    assert say("formats", "show", "torn").stderr.startswith("torn.toml can't be used")
    ask("formats", "teach", str(export), "--map", *MAP)
    assert ask("import", str(export))["accepted"] == 2
    assert ask("formats", "forget", "torn") == {"name": "torn", "kept_as": "torn.toml.old"}
    assert say("formats").stderr == ""


def test_what_is_forgotten_is_kept_aside(say: Run, ask: Ask, here: Path, export: Path) -> None:
    for kept in ("umsatz.toml.old", "umsatz.toml.old2"):
        ask("formats", "teach", str(export), "--map", *MAP)
        assert say("formats", "forget", "umsatz").stdout.endswith(f"kept as formats/{kept}\n")
    assert say("import", str(export)).returncode == 1
    assert len(read_shelf(here / "formats").taught) == 0
    assert len(list((here / "formats").iterdir())) == 2
    for name, reason in (
        ("umsatz", "was taught here"),
        ("orders", "built in"),
        ("../x", "can't be"),
    ):
        done = say("formats", "forget", name)
        assert done.returncode == 1
        assert reason in done.stderr


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["--map", *MAP[:-1]], "as orders it needs paid_at, a date or time (Paid Time): which"),
        (["--becomes", "returns"], "as returns it needs return_id"),
        (["--becomes", "invoices"], "nothing becomes “invoices”; there is orders, returns"),
        (["--map", "paid=Bezahlt", "--becomes", "orders"], "orders has no “paid”; it has order_id"),
        (["--map", "paid_at=Bezahlte"], "no column “Bezahlte” that could be paid_at. Did you mean"),
        (["--map", "paid_at=x"], "no column “x” that could be paid_at"),
        (["--map", "paid_at"], "“paid_at” isn't fact=HEADER"),
        (["--map", "paid_at=Bezahlt", "paid_at=Angelegt"], "paid_at is there twice"),
        (["extra"], "“extra” is one word too many"),
        (["--dates", "year-first"], "dates: say day-first or month-first"),
    ],
)
def test_what_is_off_is_a_usage_error_that_names_it(
    say: Run, here: Path, export: Path, argv: list[str], reason: str
) -> None:
    done = say("formats", "teach", str(export), *argv)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert list((here / "formats").iterdir()) == []


def test_other_words_that_are_off(say: Run, export: Path, tmp_path: Path) -> None:
    for argv in (
        ["sing"],
        ["show"],
        ["show", "a", "b"],
        ["list", "--name", "x"],
        ["--map", "a=b"],
        ["add", "x.toml", "--market", "US"],
    ):
        done = say("formats", *argv)
        assert (done.returncode, done.stdout) == (2, ""), argv
    for name in ("Über", "orders", "a" * 41):
        done = say("formats", "teach", str(export), "--map", *MAP, "--name", name)
        assert done.returncode == 1, name
    assert say("formats", "teach", str(tmp_path / "none.csv")).returncode == 1
    assert say("formats", "teach", str(export), "--market", "XX").returncode == 1


def test_a_file_none_of_whose_rows_could_be_taken_teaches_nothing(
    say: Run, here: Path, tmp_path: Path
) -> None:
    header = [f"{name}!" for name in RETURN]
    file = tmp_path / "returns.csv"
    like = {f"{name}!": cell for name, cell in RETURN.items()}
    file.write_bytes(sheet({"Return Quantity!": "many"}, header=header, like=like))
    guided = say("formats", "teach", str(file), "--becomes", "returns")
    assert "Say --map 'return_id=Return Order ID!'" in guided.stderr
    says = [f"{c['fact']}={c['header']}!" for c in _needed("returns")]
    done = say("formats", "teach", str(file), "--map", *says)
    assert (done.returncode, list((here / "formats").iterdir())) == (1, [])
    assert "none of its first rows could be taken: Return Quantity! “many”" in done.stderr


def _needed(name: str) -> list[dict[str, str]]:
    base = next(known for known in FORMATS if known.name == name)
    return [{"fact": column.fact, "header": column.header} for column in base.needed]


def test_files_that_are_no_table(say: Run, tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_bytes(sheet({}, header=[f"column {n} {'w' * 280}" for n in range(2_000)], like={}))
    done = say("formats", "teach", str(wide), "--becomes", "orders")
    assert (done.returncode, done.stdout) == (2, "")
    assert "as orders it needs order_id" in done.stderr
    for name, data in {
        "empty.csv": b"",
        "zip.xlsx": b"PK\x03\x04nothing",
        "binary.csv": bytes(range(256)),
        "quote.csv": b'a,b\n"' + b"x" * 200_000,
        "widest.csv": b"a," * 100_000,
    }.items():
        (tmp_path / name).write_bytes(data)
        done = say("formats", "teach", str(tmp_path / name), "--becomes", "orders")
        assert done.returncode in (1, 2), name
        assert done.stderr.strip().isprintable()
    os.mkfifo(tmp_path / "fifo.csv")
    assert say("formats", "teach", str(tmp_path / "fifo.csv")).returncode == 1
