"""Files that are damaged, hostile, or no exports at all."""

from pathlib import Path

from data.demo.seller_center import HEADER
from tests.exports.books import packed, row, saved, text
from tests.exports.sheet import sheet, table
from tests.hazards.box import Box
from tests.hazards.case import Case, puts

BOOK = "orders.xlsx"
TWO, THREE = ({"Order ID": f"57646123456789000{n}"} for n in (2, 3))
THREE_ROWS = sheet({}, TWO, THREE)
QUOTED = sheet({}, TWO | {"Product Name": "QUOTE"}, THREE).replace(b"QUOTE", b'"Glow')
LARGE = 300 << 20
"""Bytes of a large file."""
MILLION = 1_000_000
MESSAGE = 120_000
"""Bytes of a buyer's message; the reader takes cells of up to 128 KB."""


def one_line(box: Box) -> None:
    with box.put(b"").open("wb") as file:
        for _ in range(LARGE >> 20):
            file.write(b"x" * (1 << 20))
        file.write(b"\n")


def valid_and_large(box: Box) -> None:
    head, one = sheet({"Order ID": "NUMBER", "Buyer Message": "MESSAGE"}).splitlines(keepends=True)
    one = one.replace(b"MESSAGE", b"x" * MESSAGE)
    with box.put(head).open("ab") as file:
        for n in range(LARGE // MESSAGE):
            file.write(one.replace(b"NUMBER", b"%d" % (n + 1), 1))


def million_empty_csv(box: Box) -> None:
    box.put(sheet({}) + (b"," * (len(HEADER) - 1) + b"\r\n") * MILLION)


def _rows() -> str:
    head, one = (
        row(n, *(text("", cell.strip()) for cell in cells)) for n, cells in enumerate(table({}), 1)
    )
    return head + one


def million_empty_xlsx(box: Box) -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, MILLION + 3))
    packed(box.folder() / BOOK, _rows() + empty)


def bomb(box: Box) -> None:
    packed(box.folder() / BOOK, _rows() + "<row/>" * (10 * MILLION))


def wide(box: Box) -> None:
    far = row(1_048_576, text("ZZ1048576", "x"))
    packed(box.folder() / BOOK, _rows() + far)


def cut_book(box: Box) -> None:
    path = saved(box.folder() / BOOK, {"OrderSKUList": table({}, TWO)})
    path.write_bytes(path.read_bytes()[:-2000])


def hostile(box: Box) -> Path:
    cells = {
        "Product Name": "\x1b[2J\u202etxet [@click=app.quit]",
        "Order Status": "[/] \x1b[31m",
        "Quantity": "=HYPERLINK()",
    }
    return box.put(sheet({}, TWO | cells))


CASES = (
    Case(
        "cut off in the middle of a row",
        "orders, CSV",
        puts(THREE_ROWS[:-70]),
        "I1 done: 3 rows, 2 accepted, 1 rejected; line 4: 46 fields, the header has 63; the "
        "file ends in this row, so it was cut off · in done: orders.csv · 2026-09-01: GMV "
        "$20.00, orders 2",
    ),
    Case(
        "cut off inside a quote",
        "orders, CSV",
        puts(QUOTED[: QUOTED.index(b"Glow,") + 2]),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3: 9 fields, the header has 63; the "
        "file ends in this row, so it was cut off · in done: orders.csv · 2026-09-01: GMV "
        "$10.00, orders 1",
    ),
    Case(
        "a quote that never ends swallows the next rows",
        "orders, CSV",
        puts(QUOTED),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3: 9 fields, the header has 63; it "
        "runs on to line 4, so a quote may be missing · in done: orders.csv · 2026-09-01: GMV"
        " $10.00, orders 1",
    ),
    Case(
        "one extra comma",
        "orders, CSV",
        puts(THREE_ROWS.replace(b",Glow Serum,", b",Glow, Serum,", 1)),
        "I1 done: 3 rows, 2 accepted, 1 rejected; line 2: 64 fields, the header has 63 · in "
        "done: orders.csv · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "NUL bytes in a cell",
        "orders, CSV",
        puts(THREE_ROWS.replace(b"Glow", b"Gl\0w").replace(b"002,", b"0\x0002,")),
        "I1 done: 3 rows, 2 accepted, 1 rejected; line 3, Order ID “5764612345678900 02”: an "
        "id has digits only · in done: orders.csv · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "NUL bytes to the end, as an interrupted copy leaves them",
        "orders, CSV",
        puts(THREE_ROWS[:-70] + bytes(4096)),
        "I1 done: 3 rows, 2 accepted, 1 rejected; line 4: 46 fields, the header has 63; the "
        "file ends in this row, so it was cut off · in done: orders.csv · 2026-09-01: GMV "
        "$20.00, orders 2",
    ),
    Case(
        "nothing but NUL bytes",
        "orders, CSV, 1 MB",
        puts(bytes(1 << 20)),
        "I1 rejected: from line 1 on it can't be read as CSV: a cell there doesn't end; a "
        "quote may be missing. Export it again, unchanged. · in rejected: orders.csv with its"
        " why · no figures",
    ),
    Case(
        "UTF-16",
        "orders, CSV",
        puts(sheet({}).decode("utf-8-sig").encode("utf-16")),
        "I1 rejected: it is UTF-16, so a spreadsheet saved it. Export it again and put that "
        "file in unopened. · in rejected: orders.csv with its why · no figures",
    ),
    Case(
        "Latin-1",
        "orders, CSV",
        puts(sheet({"Product Name": "Crème"}).decode("utf-8-sig").encode("latin-1")),
        "I1 rejected: it isn't UTF-8 text. Export it again as CSV, unchanged. · in rejected: "
        "orders.csv with its why · no figures",
    ),
    Case(
        "semicolons between cells",
        "orders, CSV",
        puts(THREE_ROWS.replace(b",", b";")),
        "I1 rejected: its cells aren't separated by commas: a spreadsheet saved it. Export it"
        " again and put that file in unopened. · in rejected: orders.csv with its why · no "
        "figures",
    ),
    Case(
        "nothing",
        "an empty file",
        puts(b""),
        "I1 rejected: it is empty. · in rejected: orders.csv with its why · no figures",
    ),
    Case(
        "a header and no rows",
        "orders, CSV",
        puts(sheet()),
        "I1 rejected: it has a header but no rows. · in rejected: orders.csv with its why · "
        "no figures",
    ),
    Case(
        "no row can be taken",
        "orders, CSV",
        puts(sheet({"Quantity": "some"}, {"Quantity": "none"})),
        "I1 rejected: none of its rows (2) can be taken. The first: line 2, Quantity: not a "
        "whole number. · in rejected: orders.csv with its why · no figures",
    ),
    Case(
        "a page to log in at, saved as CSV",
        "orders.csv with HTML in it",
        puts(b"<!DOCTYPE html>\n<html><title>Log in</title>\n<body>Please log in.</body></html>\n"),
        "I1 rejected: its columns are those of no export we know. The nearest is orders "
        "(Seller Center, orders), but it has no “Order ID”, “Order Status”, “SKU ID”, "
        "“Quantity”, “SKU Subtotal Before Discount”, “SKU Subtotal After Discount”, “Order "
        "Refund Amount”, “Created Time”, “Paid Time”. If it is one, `spotlight formats teach`"
        " on the file says once which column is which. · in rejected: orders.csv with its why"
        " · no figures",
    ),
    Case(
        "escape codes, markup and formulas in cells",
        "orders, CSV",
        hostile,
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, Quantity “(words)”: not a "
        "whole number · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a time in the future",
        "orders, CSV: paid next year",
        puts(sheet({}, TWO | {"Paid Time": "09/01/2027 3:00:04 PM\t"})),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, Paid Time “09/01/2027 3:00:04 PM”: "
        "it lies in the future · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "over 400 days in one file",
        "orders, CSV: 2024 and 2026",
        puts(sheet({}, TWO | {"Paid Time": "09/01/2024 3:00:04 PM\t"})),
        "I1 rejected: it changes the figures of 731 days, 2024-09-01 to 2026-09-01, and one "
        "import may change 400. Export it in parts of a year at most. · in rejected: "
        "orders.csv with its why · no figures",
    ),
    Case(
        "300 MB in one line",
        "a CSV of one cell",
        one_line,
        "I1 rejected: from line 1 on it can't be read as CSV: a cell there doesn't end; a "
        "quote may be missing. Export it again, unchanged. · in rejected: orders.csv with its"
        " why · no figures",
    ),
    Case(
        "300 MB of orders",
        "orders, CSV: long messages",
        valid_and_large,
        "I1 done: 2,621 rows, 2,621 accepted · in done: orders.csv · 2026-09-01: GMV "
        "$26,210.00, orders 2,621",
    ),
    Case(
        "a million empty rows",
        "orders, CSV: one row and a million of commas",
        million_empty_csv,
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a million empty rows",
        "orders, XLSX: one row and a million of style",
        million_empty_xlsx,
        "I1 done: 1 row, 1 accepted · in done: orders.xlsx · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a zip bomb",
        "orders, XLSX: ten million rows in 60 KB",
        bomb,
        "I1 rejected: unpacked it would be over 200 times as large, as no export is. Export "
        "it again as CSV or XLSX, and import that file unopened. · in rejected: orders.xlsx "
        "with its why · no figures",
    ),
    Case(
        "more memory than the reader may have",
        "orders, XLSX: a cell at ZZ1048576",
        wide,
        "I1 rejected: reading it needs more memory than one file may have. Export it in "
        "smaller parts. · in rejected: orders.xlsx with its why · no figures",
    ),
    Case(
        "cut off",
        "orders, XLSX",
        cut_book,
        "I1 rejected: it can't be read as a workbook: it is damaged or cut off. Export it "
        "again as CSV or XLSX, and import that file unopened. · in rejected: orders.xlsx with"
        " its why · no figures",
    ),
    Case(
        "a workbook of before 2007, or with a password",
        "orders.xls",
        puts(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096), "orders.xls"),
        "I1 rejected: it is a workbook with a password or of a kind before 2007 (.xls). "
        "Export it again as CSV or XLSX, without a password. · in rejected: orders.xls with "
        "its why · no figures",
    ),
)
"""What is wrong with the file itself."""
