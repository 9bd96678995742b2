"""What real exports are like, and what people do to them on the way."""

import csv
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.seller_center import HEADER
from data.errors import ImportRefused
from data.exports.cells import Cells
from data.exports.job import FACTS, REJECTS, Answers, Reject, Report
from data.exports.lines import Lines
from data.exports.rows import Batch, Table
from data.exports.times import Times
from data.markets import market
from data.text import plain
from tests.exports.ledger import Ledger
from tests.exports.sheet import ROW, sheet, written

TOMORROW = datetime(2026, 11, 21, 12)  # noqa: DTZ001 — shop time
NAME = "All order-2026-09-09-07_16.csv"


def take(folder: Path, export: bytes) -> Report:
    return Ledger(folder).take(NAME, export)


def facts(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "1" / FACTS)


def only_reject(folder: Path, **cells: str) -> Reject:
    """The one reject of a good row and a row with these cells."""
    bad = {name.replace("_", " "): cell for name, cell in cells.items()}
    report = take(folder, sheet({}, bad))
    assert (report.rows, report.accepted, report.rejected) == (2, 1, 1)
    assert len(report.rejects) == 1
    assert report.rejects[0].line == 3
    return report.rejects[0]


# -- what real files are like ---------------------------------------------------------------------


def test_a_byte_order_mark_tabs_behind_cells_and_lone_tabs_leave_no_trace(tmp_path: Path) -> None:
    take(tmp_path, sheet({}))
    row = facts(tmp_path).row(0, named=True)
    assert row["order_id"] == "576461234567890001"
    assert row["sku_id"] == "1729384756102938475"
    assert row["shipped_at"] is None
    assert row["paid_at"].isoformat() == "2026-09-01T15:00:04"
    assert (row["subtotal"], row["list_subtotal"], row["line"]) == (1000, 1250, 2)


@pytest.mark.parametrize("mark", ["", "-", "--", " ", "\t"])
def test_empty_markers_are_nothing(tmp_path: Path, mark: str) -> None:
    take(tmp_path, sheet({"Order Refund Amount": mark, "Creator Handle": mark, "RTS Time": mark}))
    row = facts(tmp_path).row(0, named=True)
    assert row["order_refund"] is None
    assert row["creator"] is None


def test_the_row_that_explains_the_columns_is_no_row(tmp_path: Path) -> None:
    words = dict.fromkeys(HEADER, "Current order status of 1 kind") | {
        "Order ID": "Platform unique order ID.",
        "Quantity": "SKU sold quantity",
    }
    report = take(tmp_path, sheet(words, {}))
    assert (report.rows, report.accepted, report.rejected) == (1, 1, 0)


def test_it_explains_only_directly_under_the_header(tmp_path: Path) -> None:
    words = {"Order ID": "Platform unique order ID.", "Quantity": "SKU sold quantity"}
    report = take(tmp_path, sheet({}, words))
    assert (report.rows, report.rejected) == (2, 1)


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    blank = "," * (len(HEADER) - 1)
    export = sheet({}).replace(b"\r\n", f"\r\n\r\n{blank}\r\n".encode())
    report = take(tmp_path, export)
    assert (report.rows, report.accepted) == (1, 1)
    assert facts(tmp_path)["line"].to_list() == [4]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_line_numbers_are_those_of_the_file_though_cells_hold_newlines(
    tmp_path: Path, end: bytes
) -> None:
    rows = (
        {"Product Name": "two\r\nlines"},
        {"Quantity": "x"},
        {"Buyer Message": "one\n\nthree"},
        {"Quantity": "y"},
    )
    report = take(tmp_path, sheet(*rows).replace(b"\r\n", end))
    assert [(reject.line, reject.value) for reject in report.rejects] == [(4, "x"), (8, "y")]
    assert facts(tmp_path)["line"].to_list() == [2, 5]
    assert facts(tmp_path)["product"][0] == "two lines"


def test_line_numbers_hold_from_one_batch_to_the_next(tmp_path: Path) -> None:
    rows = [{"Order ID": f"{n}", "Product Name": "a\nb" * (n % 2)} for n in range(1, 12)]
    (tmp_path / "a.csv").write_bytes(sheet(*rows))
    with closing(Lines(tmp_path / "a.csv")) as lines:
        batches = list(Table(lines, "US").batches(3))
    assert [len(batch.rows) for batch in batches] == [3, 3, 3, 2]
    assert [line for batch in batches for line in batch.lines] == [
        2 + n + (n + 1) // 2 for n in range(11)
    ]


@settings(max_examples=40)
@given(cell=st.text(max_size=30) | st.text(alphabet="0123456789.,$٣１²E+/: AMP", max_size=30))
def test_no_cell_breaks_the_parser(cell: str) -> None:
    text = cell.encode(errors="ignore").decode()
    names = ("Order ID", "Quantity", "Paid Time", "Product Name", "SKU Subtotal After Discount")
    rows = [{name: text} for name in names]
    parsed, rejects = parse(sheet(*rows))
    assert parsed.height + len(rejects) <= len(rows)
    assert all(plain(reject.value, limit=40) == reject.value for reject in rejects)


def parse(export: bytes) -> tuple[pl.DataFrame, list[Reject]]:
    """All rows of an export, in one batch."""
    with NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(export)
        with closing(Lines(Path(file.name))) as lines:
            table = Table(lines, "US")
            cells = Cells(table.layout, market("US"), Times("month first"), TOMORROW)
            return cells.parse(next(table.batches(), Batch()))


def test_hostile_text_is_made_plain(tmp_path: Path) -> None:
    take(
        tmp_path, sheet({"Product Name": "\x1b[31mred\x1b[0m  \u202etxet\u200b [@click=app.quit]"})
    )
    assert facts(tmp_path)["product"].to_list() == ["red txet [@click=app.quit]"]


# -- rows that can't be taken ---------------------------------------------------------------------


def test_rounded_ids_right_under_the_header_are_no_explanation(tmp_path: Path) -> None:
    report = take(tmp_path, sheet({"Order ID": "5.76461E+17"}, {}))
    assert report.rejected == 1


def test_several_rounded_ids_in_a_row_are_still_said_to_be_that(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, Order_ID="5.7E+17", SKU_ID="1.7E+18", Product_ID="1.7E+18")
    assert (reject.column, reject.value) == ("Order ID", "5.7E+17")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Order ID", "", "it is empty"),
        ("Order ID", "57646x", "an id has digits only"),
        ("Order ID", "١٢", "an id has digits only"),
        ("Quantity", "٣", "not a whole number"),
        ("SKU Subtotal After Discount", "٣", "not an amount in USD"),
        ("SKU Subtotal After Discount", "1.٣", "not an amount in USD"),
        ("SKU Subtotal After Discount", "１２.50", "not an amount in USD"),
        ("Paid Time", "٠٨/٣١/٢٠٢٦ ١:٠٠:٠٠ PM", "not a time as this market writes it"),
        ("Quantity", "1.5", "not a whole number"),
        ("Quantity", "-1", "not a whole number"),
        ("SKU Subtotal After Discount", "8.999", "more decimals than USD has"),
        ("SKU Subtotal After Discount", "£8.99", "not an amount in USD"),
        ("SKU Subtotal After Discount", "1,02.25", "not an amount in USD"),
        ("SKU Subtotal After Discount", "", "it is empty"),
        ("Paid Time", "31/31/2026 1:00:00 PM", "not a time as this market writes it"),
        ("Paid Time", "08/31/2026 25:00:00", "not a time as this market writes it"),
        ("Paid Time", "08/31/26 1:00:00 PM", "not a time as this market writes it"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    reject = only_reject(tmp_path, **{column: cell})
    assert (reject.column, reject.value) == (column, cell)
    assert reject.reason.startswith(reason)


@pytest.mark.parametrize("change", [",", ""])
def test_a_ragged_row_shows_its_count_and_nothing_of_the_buyer(tmp_path: Path, change: str) -> None:
    bad = sheet({}, {"Buyer Message": "hello", "Product Name": "Perpetua"})
    head, _, tail = bad.rpartition(b",Perpetua,")
    report = take(tmp_path, head + (f"{change},x,{change}").encode() * bool(change) + tail)
    count = len(HEADER) + (2 if change else -2)
    assert report.rejects[0].reason == f"{count} fields, the header has 63"
    assert (report.rejects[0].line, report.rejects[0].column, report.rejects[0].value) == (
        3,
        "",
        "",
    )


def test_a_shifted_row_shows_no_cell(tmp_path: Path) -> None:
    cells = [ROW.get(name, "") for name in HEADER]
    at = HEADER.index("Quantity")
    shifted = [*cells[:at], "Perpetua Quillfeather", *cells[at:-1]]
    report = take(tmp_path, written([HEADER, cells, shifted]))
    assert (report.rejects[0].column, report.rejects[0].value) == ("", "")
    assert "shifted" in report.rejects[0].reason


def test_all_rejects_are_in_a_file_that_no_spreadsheet_runs(tmp_path: Path) -> None:
    take(tmp_path, sheet({}, *({"Quantity": f"=cmd|{n}"} for n in range(60))))
    with (tmp_path / "1" / REJECTS).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert rows[59] == {
        "line": "62", "column": "Quantity", "value": "'=cmd|59", "reason": "not a whole number",
    }  # fmt: skip


# -- files that can't be taken --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("export", "reason"),
    [
        (b"", "it is empty"),
        (b"\r\n\r\n", "it is empty"),
        (sheet(), "no rows"),
        (sheet({}).decode("utf-8-sig").encode("utf-16"), "is UTF-16"),
        (sheet({"Product Name": "Crème"}).decode("utf-8-sig").encode("latin-1"), "isn't UTF-8"),
        (sheet({"Quantity": "x"}), "none of its rows .1..*line 2, Quantity: not a whole number"),
        (b"PK\x03\x04\xff\xfe\x00\x00", "damaged or cut off"),
        (
            sheet({"Product Name": "QUOTE"}).replace(b"QUOTE", b'"' + b"x" * 140_000),
            "from line 2 on",
        ),
    ],
)
def test_a_file_that_is_no_export(tmp_path: Path, export: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        take(tmp_path, export)


def test_a_row_that_explains_only_some_columns_is_no_row_either(tmp_path: Path) -> None:
    words = {"Order ID": "Platform unique order ID.", "Order Status": "Current order status"}
    explained = dict.fromkeys(ROW, "") | words
    report = take(tmp_path, sheet(explained, {}))
    assert (report.rows, report.accepted, report.rejected) == (1, 1, 0)


# -- what a spreadsheet or a careless hand did to the whole file ----------------------------------


def test_ids_that_were_rounded_and_written_out_are_refused(tmp_path: Path) -> None:
    rows = [{"Order ID": f"5764612345678{n:02}000"} for n in range(4)]
    with pytest.raises(ImportRefused, match="ids on 4 of its rows end in zeros after 15 digits"):
        take(tmp_path, sheet(*rows))


def test_a_few_ids_may_end_in_zeros(tmp_path: Path) -> None:
    rows = [{"Order ID": f"57646123456789{n:04}"} for n in (1000, 1001, 2000, 2001, 3000, 3001, 7)]
    assert take(tmp_path, sheet(*rows)).accepted == 7


def test_rows_pasted_in_twice_count_and_are_said(tmp_path: Path) -> None:
    report = take(tmp_path, sheet({}, {}, {"Order ID": "7"}))
    assert report.warnings[-1] == "1 row stands there a second time, word for word, and each counts"


def test_an_export_older_than_what_is_known_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.take("All order-2026-09-09-07_16.csv", sheet({}))
    report = ledger.take("All order-2026-09-02-07_16.csv", sheet({}, {"Order ID": "8"}))
    assert report.superseded == 1
    assert "1 of its rows are older than what newer exports say" in report.warnings[0]


def test_an_order_that_lost_its_paid_row_is_no_sample(tmp_path: Path) -> None:
    gift = {"SKU ID": "9", "SKU Subtotal Before Discount": "0", "SKU Subtotal After Discount": "0"}
    ledger = Ledger(tmp_path)
    ledger.take(NAME, sheet(gift, {"Quantity": "x"}))
    day = ledger.sales(date(2026, 9, 1))
    assert (day.orders, day.sample_orders, day.gmv) == (1, 0, 0)


@pytest.mark.parametrize("cell", ["Perpetua Quillfeather", "14 Larkspur Loop"])
def test_words_in_a_cell_for_figures_are_not_kept(tmp_path: Path, cell: str) -> None:
    assert only_reject(tmp_path, Quantity=cell).value == "(words)"
    assert cell not in (tmp_path / "1" / REJECTS).read_text()


def test_columns_that_tell_another_market_than_a_person_did(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="those of United States, not of Vietnam"):
        Ledger(tmp_path).take(NAME, sheet({}), Answers(market="VN"))


def test_an_amount_nobody_pays_is_no_amount(tmp_path: Path) -> None:
    reject = only_reject(tmp_path, **{"SKU_Subtotal_After_Discount": "999999999999.99"})
    assert reject.reason == "more than any order comes to"
