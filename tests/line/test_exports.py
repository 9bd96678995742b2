"""From a file to figures, by commands alone."""

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.arrivals import Outcome
from console.intake import Intake
from data.demo.seller_center import save
from data.demo.shop import Shop
from data.drop import Left
from data.errors import StoreError
from screens.line.main import main

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 7)
AS_OF = datetime(2026, 9, 9, 7, 16)  # noqa: DTZ001  the shop's clock


@pytest.fixture
def export(tmp_path: Path) -> Path:
    shop = Shop("aurora-skin", seed=7, first=FIRST, days=9, orders_per_day=12)
    return save(tmp_path, shop, AS_OF, first=FIRST, last=LAST)


def spoil(export: Path) -> int:
    """Let a spreadsheet have damaged the order number of one row; gives its line."""
    lines = export.read_bytes().split(b"\r\n")
    lines[16] = b"9.43461E+21" + lines[16][lines[16].index(b",") :]
    export.write_bytes(b"\r\n".join(lines))
    return 17


def sold(export: Path) -> tuple[Decimal, int]:
    """The sum of all paid orders that are no samples, and how many orders."""
    with export.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Paid Time"].strip()]
    price = {row["Order ID"]: Decimal(0) for row in rows}
    for row in rows:
        price[row["Order ID"]] += Decimal(row["SKU Subtotal Before Discount"])
    bought = [row for row in rows if price[row["Order ID"]]]
    return (
        sum((Decimal(row["SKU Subtotal After Discount"]) for row in bought), Decimal(0)),
        len({row["Order ID"] for row in bought}),
    )


def test_import_and_metrics(ask: Ask, say: Run, export: Path, here: Path) -> None:
    gmv, orders = sold(export)
    done = ask("import", str(export), "--client", "aurora-skin")
    assert list(done) == [
        "import", "format", "market", "rows", "accepted", "rejected", "duplicates", "already",
        "rejects", "superseded", "replaced",
    ]  # fmt: skip
    assert (done["import"], done["format"], done["market"]) == ("I1", "orders", "US")
    assert done["rows"] == done["accepted"] > orders
    assert (done["rejected"], done["duplicates"], done["already"], done["rejects"]) == (
        0,
        0,
        None,
        [],
    )
    found = ask("metrics", "aurora-skin", "--from", "2026-08-31", "--to", "2026-09-07")
    assert list(found) == ["client", "from", "to", "currency", "metrics", "days", "imports"]
    assert (found["client"], found["from"], found["to"], found["currency"]) == (
        "aurora-skin",
        "2026-08-31",
        "2026-09-07",
        "USD",
    )
    assert found["imports"] == ["I1"]
    figures = found["metrics"]
    assert list(figures) == [
        "gmv", "net_gmv", "orders", "units", "aov", "cancelled_orders", "refunded_amount",
        "sample_orders", "return_requests", "returned_units", "return_amount", "return_refunded",
        "affiliate_gmv", "affiliate_orders", "affiliate_units", "est_commission",
        "actual_commission",
    ]  # fmt: skip
    assert Decimal(str(figures["gmv"])) == gmv
    assert figures["orders"] == orders
    assert figures["aov"] == pytest.approx(float(gmv) / orders, abs=0.005)
    assert [day["date"][-2:] for day in found["days"]] == [
        "31", "01", "02", "03", "04", "05", "06", "07",
    ]  # fmt: skip
    assert set(found["days"][0].values()) == {"2026-08-31", None}
    assert sum(Decimal(str(day["gmv"])) for day in found["days"][1:]) == gmv

    again = ask("import", str(export))
    assert (again["already"], again["import"]) == ("I1", "I1")
    assert export.exists(), "a person's own file stays where it is"
    assert [p.name for p in here.glob("drop/aurora-skin/done/*/*")] == [export.name]
    told = say("metrics", "aurora").stdout
    assert "from I1" in told
    assert "Aurora Skin · 2026-" in told
    assert say("import", str(export)).stdout.endswith("was imported before; nothing changed\n")


def test_rejected_rows_are_named(ask: Ask, say: Run, export: Path) -> None:
    line = spoil(export)
    done = ask("import", str(export), "--client", "aurora")
    assert done["rows"] == done["accepted"] + 1
    (reject,) = done["rejects"]
    assert (reject["line"], reject["column"], reject["value"]) == (
        line,
        "Order ID",
        "9.43461E+21",
    )
    assert reject["reason"]
    shown = ask("show", "I1")
    assert (shown["client"], shown["rejects"]) == ("aurora-skin", [reject])
    assert f"line {line}" in say("show", "I1").stdout


def test_an_unknown_file_leaves_nothing_behind(
    ask: Ask, say: Run, here: Path, tmp_path: Path, export: Path
) -> None:
    strange = tmp_path / "strange.csv"
    strange.write_text("Order ID,Colour\n1,red\n")
    before = {p: p.stat().st_size for p in here.rglob("*") if p.is_file()}
    done = say("import", str(strange), "--client", "aurora", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("strange.csv can't be imported: ")
    assert "orders" in done.stderr, "the nearest format is named"
    after = {p: p.stat().st_size for p in here.rglob("*") if p.is_file()}
    assert {p: n for p, n in after.items() if p.name != "import.lock"} == before
    both = say("import", str(strange), str(export), "--client", "aurora", "--json")
    assert both.returncode == 1
    refused, taken = json.loads(both.stdout)
    assert refused is None
    assert taken["import"] == "I1"
    assert both.stderr.count("\n") == 1


def test_whose_file_is_it(ask: Ask, say: Run, export: Path, tmp_path: Path) -> None:
    ask("clients", "new", "Peak Fitness")
    unclear = say("import", str(export))
    assert (unclear.returncode, unclear.stdout) == (2, "")
    assert "Say --client aurora-skin or peak-fitness." in unclear.stderr
    folder = tmp_path / "peak-fitness"
    folder.mkdir()
    assert ask("import", str(export.rename(folder / export.name)))["import"] == "I1"
    assert ask("imports", "client:peak")[0]["client"] == "peak-fitness"


def test_watching_the_drop_folder(ask: Ask, here: Path, export: Path, tmp_path: Path) -> None:
    watcher = subprocess.Popen(
        [
            *(sys.executable, "-m", "screens", "--workspace", str(here), "--as", "jo"),
            *("watch", "--json"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert watcher.stdout
        assert watcher.stderr
        assert watcher.stderr.readline() == f"watching {here / 'drop'}\n"
        export.rename(here / "drop" / "aurora-skin" / export.name)
        came = json.loads(watcher.stdout.readline())
        assert (came["client"], came["import"], came["rejected"]) == ("aurora-skin", "I1", 0)
        assert came["reason"] is None
        strange = here / "drop" / "aurora-skin" / "strange.csv"
        strange.write_text("Order ID,Colour\n1,red\n")
        refused = json.loads(watcher.stdout.readline())
        assert (refused["file"], refused["import"]) == ("strange.csv", "I2")
        assert refused["reason"]
        (here / "drop" / "nobody").mkdir()
        (here / "drop" / "nobody" / "a.csv").write_text("x\n")
        assert "no client has the short name “nobody”" in watcher.stderr.readline()
        watcher.send_signal(signal.SIGTERM)
        out, err = watcher.communicate(timeout=30)
        assert (watcher.returncode, out, err) == (0, "", "")
    finally:
        watcher.kill()
        watcher.wait()
    assert [i["status"] for i in ask("imports")] == ["rejected", "done"]


def test_watching_goes_on_after_a_disk_error(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    astray = Left(here / "drop" / "a.csv", "put it into the folder of a client")
    looks: list[str] = []

    def sweep(intake: Intake) -> list[Outcome]:
        looks.append("one")
        if len(looks) == 1:
            raise StoreError("The journal can't be read: Input/output error.")
        intake.left = (astray,)
        return []

    monkeypatch.setattr(Intake, "sweep", sweep)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("screens.line.intake._stirrings", lambda *_: iter([None] * 3))
    assert main(["--workspace", str(here), "--as", "jo", "watch"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        "The journal can't be read: Input/output error.",
        f"{astray.path}: {astray.reason}",
    ]
