"""Where figures come from, by commands alone."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.clients import NEW as NEW_CLIENT
from console.clients import NewClient
from console.desk import Desk
from console.intake import Intake
from data.clock import SystemClock
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_affiliate import HEADER as SELLERS
from data.identity import author
from data.settings import Settings
from data.workspace import Workspace
from tests.exports.sheet import RETURN, ROW, SALE, sheet
from tests.exports.truth import affiliate_truth, returns_truth, truth

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]
HOSTILE = "\x1b]0;owned\x07[@click=app.quit]Serum[/] \u202eevil"
OLD = ("All order-2026-09-03-07_16.csv", sheet({"Quantity": "7"}, {"Order ID": "2"}))
NEW = (
    "All order-2026-09-05-07_16.csv",
    sheet(
        {"Product Name": HOSTILE},
        {"SKU ID": "8", "SKU Subtotal After Discount": "2.50"},
        {"Order ID": "3", "Order Status": "Canceled"},
    ),
)
BACK = ("Return-2026-09-09-07_16.csv", sheet({}, header=RETURNS, like=RETURN))
SOLD = ("Affiliate orders-2026-09-09-07_16.csv", sheet({}, header=SELLERS, like=SALE))
ORDER = ROW["Order ID"].strip()


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with those exports in it, the older one of orders last."""
    folder = tmp_path_factory.mktemp("stocked")
    workspace = Workspace.create(folder / "here", Settings(shared_account=True))
    ana = Desk(workspace, author("ana", shared_account=True), SystemClock())
    ana.introduce("lead")
    client = ana.make(NEW_CLIENT, NewClient(title="Aurora Skin"))
    for name, data in (NEW, OLD, BACK, SOLD):
        file = folder / name
        file.write_bytes(data)
        Intake(ana).import_file(file, client)
    ana.close()
    return workspace.root


@pytest.fixture
def here(stocked: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(stocked, tmp_path / "here"))


def test_the_rows_of_a_day_add_up_to_its_figures(ask: Ask) -> None:
    day = ("2026-09-01", "2026-09-05")
    for at, part, figures in (
        (day[0], "sales", truth([NEW, OLD])),
        (day[1], "returns", returns_truth([BACK])),
        (day[0], "affiliate", affiliate_truth([SOLD])),
    ):
        found = ask("trace", "aurora", at, "--part", part)
        assert list(found) == [
            "client", "asked", "what", "from", "to", "currency", "parts", "product",
        ]  # fmt: skip
        assert (found["client"], found["what"], found["from"]) == ("aurora-skin", "days", at)
        (traced,) = found["parts"]
        metrics = ask("metrics", "aurora", "--from", at, "--to", at)["metrics"]
        assert traced["figures"] == {name: metrics[name] for name in traced["figures"]}
        rows = [row for row in traced["rows"] if row["standing"] == "counts"]
        known = {on.isoformat(): sums for on, sums in figures.items()}[at]
        money = known.get("gmv", known.get("amount"))
        assert sum(Decimal(str(row["amount"])) for row in rows) == money
        assert sum(row["units"] for row in rows) == known["units"]


def test_orders_that_nobody_paid_are_of_no_day(ask: Ask, say: Run, tmp_path: Path) -> None:
    assert say("clients", "new", "Unpaid").returncode == 0
    file = tmp_path / "All order-2026-09-09-07_16.csv"
    file.write_bytes(sheet({"Order ID": "91", "Paid Time": "\t"}))
    assert say("import", str(file), "--client", "unpaid").returncode == 0
    done = say("trace", "unpaid", "2026-09-01")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has a row of 2026-09-01, nor of any day" in done.stderr
    assert ask("trace", "unpaid", "91")["parts"][0]["rows"][0]["standing"] == "undated"


def test_an_order_is_traced_through_all_exports(ask: Ask, say: Run) -> None:
    found = ask("trace", "aurora-skin", ORDER)
    assert (found["what"], found["from"], found["to"]) == ("order", None, None)
    assert [part["part"] for part in found["parts"]] == ["sales", "returns", "affiliate"]
    (first, second, old) = found["parts"][0]["rows"]
    assert list(first) == [
        "import", "file", "line", "standing", "superseded_by", "day", "order", "return", "sku",
        "product_id", "product", "status", "creator", "units", "amount", "list_amount",
        "order_refund", "est_commission", "actual_commission",
    ]  # fmt: skip
    assert (first["import"], first["file"], first["line"]) == ("I1", NEW[0], 2)
    assert (second["line"], second["amount"]) == (3, 2.5)
    assert (old["import"], old["standing"], old["superseded_by"]) == ("I2", "superseded", "I1")
    assert found["parts"][0]["figures"]["gmv"] == 12.5
    told = say("trace", "aurora", ORDER).stdout
    assert "I1 does" in told
    assert "what counts: gmv $12.50 · net gmv $12.50 · orders 1 · units 2" in told
    assert "[@click=app.quit]Serum[/] evil" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_rows_of_an_import_that_was_taken_out_are_gone(ask: Ask, say: Run) -> None:
    done = say("void", "I1", "wrong shop")
    assert done.returncode == 0, done.stderr
    (only,) = ask("trace", "aurora", ORDER, "--part", "sales")["parts"][0]["rows"]
    assert (only["import"], only["standing"], only["units"]) == ("I2", "counts", 7)
    assert say("trace", "aurora", "3").returncode == 1


def test_figures_by_product_creator_and_sample(ask: Ask, say: Run) -> None:
    span = ("--from", "2026-09-01", "--to", "2026-09-09")
    found = ask("metrics", "aurora", "--by", "product", *span)
    assert list(found) == ["client", "from", "to", "currency", "by", "total", "rows"]
    (product,) = found["rows"]
    name = product.pop("product")
    assert name == "Glow Serum", "the newest name"
    assert product == {
        "product_id": "1729384756102930000", "gmv": 32.5, "kept_gmv": 22.5, "units": 4,
        "orders": 3, "returns": 1, "affiliate_gmv": 10.0,
    }  # fmt: skip
    (creator,) = ask("metrics", "aurora", "--by", "creator", *span)["rows"]
    assert creator == {
        "creator": "glowbyjo", "affiliate_gmv": 10.0, "orders": 1, "units": 1,
        "est_commission": 1.7, "actual_commission": 1.5, "samples": 0,
    }  # fmt: skip
    assert ask("metrics", "aurora", "--by", "sample", *span)["rows"] == []
    told = say("metrics", "aurora", "--by", "product", *span).stdout.splitlines()
    assert told[1] == "2026-09-01 to 2026-09-09: 1 product"
    assert told[2].split() == [
        "product", "id", "GMV", "kept", "units", "orders", "returns", "affiliate", "GMV",
    ]  # fmt: skip
    traced = ask("trace", "aurora", "1729384756102930000", *span)
    assert (traced["what"], traced["from"], traced["to"]) == ("product", *span[1::2])
    assert traced["product"]["gmv"] == 32.5
    assert {part["figures"] for part in traced["parts"]} == {None}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("trace aurora 99", 1, "no import of aurora-skin has a row of 99; they go from 2026-09-01"),
        ("trace aurora 2026-08-01", 1, "has a row of 2026-08-01; they go from 2026-09-01 to"),
        ("trace aurora 99 --part returns", 1, "no returns import of aurora-skin has a row of 99"),
        ("trace aurora glow", 2, "“glow” is no day and no id: write a day as 2026-11-20"),
        ("trace aurora 2026-09-01 --to 2026-09-02", 2, "--from and --to go with a product"),
        ("trace aurora 99 --part order", 2, "--part order: it is sales, returns or affiliate"),
        ("trace aurora", 2, "a day, or the id of an order, a product or an SKU is missing"),
        ("trace borealis 99", 1, "there is no client “borealis”"),
        ("metrics aurora --by handle", 2, "--by handle: it is product, creator or sample"),
        ("metrics aurora --from 2020-01-01", 2, "days; three years at a time, please"),
        ("metrics aurora --by product --from 2020-01-01", 2, "three years at a time"),
        ("trace aurora 99 --from 2000-01-01", 2, "three years at a time"),
    ],
)
def test_what_isnt_there_is_said_with_what_is(say: Run, words: str, code: int, says: str) -> None:
    done = say(*words.split())
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr


def test_a_client_without_imports_is_told_where_they_go(say: Run) -> None:
    assert say("clients", "new", "Borealis").returncode == 0
    for words in ("trace borealis 99", "metrics borealis --by product"):
        done = say(*words.split())
        assert done.returncode == 1
        assert "borealis has no imports yet: put an export into" in done.stderr


def test_facts_that_are_damaged_are_said_and_nothing_else_is(say: Run, here: Path) -> None:
    for facts in (here / "facts" / "aurora-skin").glob("*.parquet"):
        facts.chmod(0o660)
        facts.write_bytes(b"PAR1 and no more")
    done = say("trace", "aurora", ORDER)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("The facts of the imports can't be looked through: ")
