"""Whatever is wrong with a row, nothing about a buyer gets into facts, rejects or words."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import polars as pl
import pytest

from data.demo.layouts import LAYOUTS
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_center import HEADER
from data.exports.job import FACTS, Report
from tests.exports.ledger import Ledger
from tests.exports.sheet import ASIAN, RETURN, ROW, table, written

FREE = {"SKU Subtotal Before Discount": "0", "SKU Subtotal After Discount": "0"}
BUYER = {
    "Buyer Message": "Please ring twice",
    "Buyer Nickname": "Quill Feather",
    "Buyer Username": "perpetua.quill",
    "Recipient": "Perpetua Quillfeather",
    "Phone #": "(+1)5550001111",
    "State": "Idaho, north",
    "City": "Boise, east",
    "Province": "Đà Nẵng",
    "Detail Address": "14 Larkspur Loop",
    "Address Line 1": "14 Larkspur Loop",
    "Delivery Instruction": "Gate code 4711",
    "Seller Note": "She moved to Tampa",
    "Buyer Note": "Please call me",
}
WORDS = (
    *("ring twice", "Quill", "quill", "555000", "Idaho", "Boise", "Nẵng", "Larkspur", "4711"),
    *("Tampa", "call me"),
)


def kept(folder: Path, report: Report) -> str:
    """All that is left of an export: facts, rejects and what is said."""
    facts = repr(pl.read_parquet(folder / "1" / FACTS).rows())
    others = [p.read_text("utf-8") for p in (folder / "1").iterdir() if p.suffix == ".csv"]
    rejects = [text for text in others if text.startswith("line,")]
    return facts + "".join(rejects) + msgspec.json.encode(report).decode()


def shifted(row: Sequence[str]) -> list[list[str]]:
    """The row with a cell too many or too few, at each place, and filled up or cut to its width."""
    few = [[*row[:at], *row[at + 1 :], ""] for at in range(len(row))]
    many = [[*row[:at], "", *row[at:-1]] for at in range(len(row))]
    torn = [list(row[:at]) for at in range(1, len(row), 7)]
    return few + many + torn


@pytest.mark.parametrize(
    ("market", "header", "like"),
    [
        ("US", HEADER, ROW | BUYER | {"Buyer Username": "glowbyjo"} | FREE),
        ("US", HEADER, ROW | BUYER),
        ("VN", LAYOUTS["VN"].header, ASIAN | BUYER),
        ("US", RETURNS, RETURN | BUYER),
    ],
    ids=["samples", "orders", "orders of Vietnam", "returns"],
)
def test_a_row_shifted_at_any_place(
    tmp_path: Path, market: str, header: Sequence[str], like: dict[str, str]
) -> None:
    key = header[0]
    whole = table({key: "1"}, {key: "2", "Time Requested": "15/09/2026"}, header=header, like=like)
    rows = [whole[0], *whole[1:], *shifted(whole[1])]
    report = Ledger(tmp_path, market).take("All order-2026-09-16-07_16.csv", written(rows))
    assert report.rejected > len(header) / 7
    said = kept(tmp_path, report)
    assert [word for word in WORDS if word in said] == []
    assert ("glowbyjo" in said) == ("glowbyjo" in like.values())


def test_a_quote_that_swallows_rows(tmp_path: Path) -> None:
    rows = [{"Order ID": "1"}, {"Order ID": "2", "Product Name": "Q"}, {"Order ID": "3"}]
    export = written(table(*rows, like=ROW | BUYER)).replace(b",Q,", b',"Q,')
    report = Ledger(tmp_path).take("All order-2026-09-16-07_16.csv", export)
    said = kept(tmp_path, report)
    assert [word for word in WORDS if word in said] == []


@pytest.mark.parametrize("paid", [{}, {"Quantity": "none"}], ids=["a gift", "its paid row is lost"])
def test_who_paid_is_no_creator_though_a_gift_came_with_it(
    tmp_path: Path, paid: dict[str, str]
) -> None:
    whole = table({"SKU ID": "2"} | paid, FREE, {"Order ID": "9"}, like=ROW | BUYER)
    report = Ledger(tmp_path).take("All order-2026-09-16-07_16.csv", written(whole))
    assert report.rejected == len(paid)
    assert "quill" not in kept(tmp_path, report)
