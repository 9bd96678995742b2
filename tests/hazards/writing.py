"""How exports are written: each quirk seen in real files, and what becomes of it."""

from data.demo.creator_affiliate import HEADER as CREATOR
from data.demo.layouts import LAYOUTS
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_affiliate import HEADER as SELLER
from data.demo.seller_affiliate import HEADER_UK
from data.demo.seller_center import HEADER
from data.exports.job import Answers
from tests.exports.books import Cell, packed, row, saved, text
from tests.exports.sheet import ASIAN, EARNED, RETURN, SALE, sheet, table, written
from tests.hazards.box import Box
from tests.hazards.case import Case, puts

BOOK = "orders.xlsx"
VN, PH, ID = (LAYOUTS[code].header for code in ("VN", "PH", "ID"))
TWO = {"Order ID": "576461234567890002"}
EXPLAINED = {
    "Order ID": "Platform unique order ID.",
    "Order Status": "Current order status",
    "Quantity": "SKU sold quantity",
}
QUIRKS = {
    "Order ID": "\u200bOrder  ID",
    "Order Status": "ORDER STATUS ",
    "SKU ID": "SKU\u00a0ID",
    "Paid Time": "\tpaid time",
}
"""The same headers, as they are never the same twice."""
THAI = [name for name in VN if name not in ("Province", "District", "Commune")]
"""English columns that tell no market, as Thailand has them."""
ISO = {"Created Time": "2026-09-01 14:59:59", "Paid Time": "2026-09-01 15:00:04"}
EARLY = {"Created Time": "\t", "Paid Time": "05/09/2026 10:00:00"}
"""In the fifth month or the ninth."""


def cells(*rows: dict[str, str]) -> list[list[Cell]]:
    """Rows as a workbook has them."""
    return [list[Cell](each) for each in table(*rows)]


def second_sheet(box: Box) -> None:
    notes: list[list[Cell]] = [["see the next sheet"]]
    saved(box.folder() / BOOK, {"Notes": notes, "OrderSKUList": cells({}, ISO | TWO)})


def stale(box: Box) -> None:
    head, one = (
        row(n, *(text("", cell.strip()) for cell in line)) for n, line in enumerate(table({}), 1)
    )
    packed(box.folder() / BOOK, head + one, declared='<dimension ref="A1:A1"/>')


def malformed(box: Box) -> None:
    head, one = table({})
    each_alone = "".join(
        f'<row r="1">{text(f"{_column(n)}1", c)}</row>' for n, c in enumerate(head)
    )
    packed(
        box.folder() / BOOK,
        each_alone + row(2, *(text("", cell.strip()) for cell in one)),
        part="worksheets/sheet2.xml",
        declared='<dimension ref="A1:A1"/>',
    )


def _column(n: int) -> str:
    return ("" if n < 26 else chr(64 + n // 26)) + chr(65 + n % 26)


def numbers(box: Box) -> None:
    rows = cells({}, TWO)
    rows[2][0] = 576461234567890002
    saved(box.folder() / BOOK, {"OrderSKUList": rows})


def told_thai(box: Box) -> None:
    like = ASIAN | {"SKU Subtotal After Discount": "฿1,200.50", "Order Status": "จัดส่งแล้ว"}
    gone = TWO | {"Order Status": "ยกเลิกแล้ว"}
    box.by_hand(box.mine(sheet({}, gone, header=THAI, like=like)), Answers(market="TH"))


def told_order(box: Box) -> None:
    path = box.mine(sheet(EARLY, header=THAI))
    for order in ("day first", "month first"):
        box.by_hand(path, Answers(market="US", dates=order))


def returned(**cells: str) -> bytes:
    return sheet(
        {name.replace("_", " "): c for name, c in cells.items()}, header=RETURNS, like=RETURN
    )


def sold(**cells: str) -> dict[str, str]:
    return {name.replace("_", " "): cell for name, cell in cells.items()}


CASES = (
    Case(
        "BOM, CRLF, a tab behind ids and times, a lone tab where no time is",
        "orders of the US, CSV, 63 columns",
        puts(sheet({})),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a row under the header that explains the columns",
        "orders, CSV; without that row: the case above",
        puts(sheet(EXPLAINED, {})),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a stale dimension A1:A1, inline strings, cells without references",
        "orders, XLSX",
        stale,
        "I1 done: 1 row, 1 accepted · in done: orders.xlsx · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "each header cell in a row of its own, data on sheet2.xml",
        "orders, XLSX",
        malformed,
        "I1 done: 1 row, 1 accepted · in done: orders.xlsx · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "the orders are not on the first sheet",
        "orders, XLSX: Notes, OrderSKUList",
        second_sheet,
        "I1 done: 2 rows, 2 accepted · in done: orders.xlsx · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "headers with other blanks, case and zero-width marks",
        "orders, CSV",
        puts(written([[QUIRKS.get(name, name) for name in HEADER], *table({})[1:]])),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a column nobody knows, in the middle",
        "orders, CSV",
        puts(sheet({}, header=[*HEADER[:9], "Loyalty Tier", *HEADER[9:]])),
        "I1 done: 1 row, 1 accepted; columns we don't know, left out: Loyalty Tier · in done:"
        " orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a column is missing that is read, but not needed",
        "orders, CSV",
        puts(sheet({}, header=[name for name in HEADER if name != "Tracking ID"])),
        "I1 done: 1 row, 1 accepted; columns that are missing, left empty: Tracking ID · in "
        "done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a key column is missing",
        "orders, CSV without SKU ID",
        puts(sheet({}, header=[name for name in HEADER if name != "SKU ID"])),
        "I1 rejected: its columns are those of no export we know. The nearest is orders "
        "(Seller Center, orders), but it has no “SKU ID”. If it is one, `spotlight formats "
        "teach` on the file says once which column is which. · in rejected: orders.csv with "
        "its why · no figures",
    ),
    Case(
        "a needed column twice",
        "orders, CSV",
        puts(sheet({}, header=[*HEADER, "Quantity"])),
        "I1 rejected: the column “Quantity” is there twice; export it again. · in rejected: "
        "orders.csv with its why · no figures",
    ),
    Case(
        "headers in another language",
        "orders of Japan, CSV",
        puts(
            "注文ID,注文状況,注文のサブ状況\r\n576461234567890001,発送済み,\r\n".encode("utf-8-sig")
        ),
        "I1 rejected: its columns are those of no export we know. The nearest is orders "
        "(Seller Center, orders), but it has no “Order ID”, “Order Status”, “SKU ID”, "
        "“Quantity”, “SKU Subtotal Before Discount”, “SKU Subtotal After Discount”, “Order "
        "Refund Amount”, “Created Time”, “Paid Time”. If it is one, `spotlight formats teach`"
        " on the file says once which column is which. · in rejected: orders.csv with its why"
        " · no figures",
    ),
    Case(
        "an id that Excel rounded",
        "orders, CSV saved by Excel",
        puts(sheet({}, {"Order ID": "9.43461E+21"})),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, Order ID “9.43461E+21”: a "
        "spreadsheet saved this file and rounded the number; export it again and import that "
        "file unopened · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "an id kept as a number",
        "orders, XLSX saved by a spreadsheet",
        numbers,
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, Order ID “5.7646123456789e+17”: a "
        "spreadsheet saved this file and rounded the number; export it again and import that "
        "file unopened · in done: orders.xlsx · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "money and dates of Vietnam: 120.000₫, day first",
        "orders, CSV, 54 columns",
        puts(sheet({"SKU Subtotal After Discount": "120.000₫"}, TWO, header=VN, like=ASIAN)),
        "I1 done: 2 rows, 2 accepted · in done: orders.csv · 2026-09-01: GMV ₫240,000, orders 2",
        market="VN",
    ),
    Case(
        "money and dates of the Philippines: ₱1,449.50, day first",
        "orders, CSV, 55 columns",
        puts(sheet({"SKU Subtotal After Discount": "₱1,449.50"}, header=PH, like=ASIAN)),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV ₱1,449.50, orders 1",
        market="PH",
    ),
    Case(
        "money and dates of Indonesia: 150.000, day first",
        "orders, CSV, 57 columns",
        puts(sheet({"SKU Subtotal After Discount": "150.000"}, header=ID, like=ASIAN)),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV Rp150,000, orders 1",
        market="ID",
    ),
    Case(
        "money of another market: 150.000 in the US",
        "orders, CSV",
        puts(sheet({}, TWO | {"SKU Subtotal After Discount": "150.000"})),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, SKU Subtotal After Discount "
        "“150.000”: more decimals than USD has · in done: orders.csv · 2026-09-01: GMV "
        "$10.00, orders 1",
    ),
    Case(
        "US money with marks: $1,022.25",
        "orders, CSV",
        puts(sheet({"SKU Subtotal After Discount": "$1,022.25"})),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $1,022.25, orders 1",
    ),
    Case(
        "money of Singapore: S$12.30",
        "returns, CSV",
        puts(returned(Return_unit_price="S$12.30", Time_Requested="15/09/2026 10:20:30")),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-15: returns S$12.30, "
        "requests 1",
        market="SG",
    ),
    Case(
        "Thai statuses under English headers that tell no market",
        "orders, CSV, by hand with --market TH",
        told_thai,
        "I1 done: 2 rows, 2 accepted · in done: orders.csv · 2026-09-01: GMV ฿2,401.00, net "
        "฿1,200.50, orders 2, 1 cancelled",
        market="TH",
    ),
    Case(
        "columns that tell no market",
        "orders, CSV",
        puts(sheet({}, header=THAI, like=ASIAN)),
        "I1 waits for market: it is an export of orders, but of which market can't be told "
        "from its columns. If it is of Thailand, say --market TH. · in folder: orders.csv · "
        "no figures",
        market="TH",
    ),
    Case(
        "month first where it is expected",
        "orders of the US, CSV: 09/13/2026",
        puts(sheet({"Paid Time": "09/13/2026 3:00:04 PM\t"})),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-13: GMV $10.00, orders 1",
    ),
    Case(
        "day first where month first is expected",
        "orders of the US, CSV: 13/09/2026 only",
        puts(sheet({"Created Time": "\t", "Paid Time": "13/09/2026 15:00:04"})),
        "I1 waits for dates: its dates are day first, and month first is expected of this "
        "kind of export. If they really are day first, say --dates day-first. · in folder: "
        "orders.csv · no figures",
    ),
    Case(
        "day or month first, and no day above 12",
        "returns of Vietnam, CSV",
        puts(returned()),
        "I1 waits for dates: whether the day or the month comes first in its dates can't be "
        "told: no date in it has a day above 12. Say --dates day-first or --dates "
        "month-first. · in folder: orders.csv · no figures",
        market="VN",
    ),
    Case(
        "day or month first, told by a day above 12",
        "returns of Vietnam, CSV: 15/09/2026",
        puts(returned(Time_Requested="15/09/2026 10:20:30")),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-15: returns ₫10, requests 1",
        market="VN",
    ),
    Case(
        "some dates only day first, others only month first",
        "returns of Vietnam, CSV",
        puts(returned(Time_Requested="09/15/2026 10:20:30", Refund_Time="16/09/2026 10:20:30")),
        "I1 rejected: some of its dates can only be day first and others only month first. "
        "Export it again. · in rejected: orders.csv with its why · no figures",
        market="VN",
    ),
    Case(
        "the order of dates is told, one way and then the other",
        "orders, CSV, by hand: 05/09/2026",
        told_order,
        "I1 done: 1 row, 1 accepted; columns that are missing, left empty: Product ID, Order "
        "Channel, Creator Handle · orders.csv is I1 already · in done: orders.csv · "
        "2026-09-05: GMV $10.00, orders 1",
    ),
    Case(
        "times that a workbook keeps: the year first",
        "returns of Vietnam, CSV: 2026-09-05",
        puts(returned(Time_Requested="2026-09-05 10:20:30", Refund_Time="")),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-05: returns ₫10, requests 1",
        market="VN",
    ),
    Case(
        "cancelled with one l and with two",
        "orders, CSV: Canceled, Cancelled",
        puts(sheet({"Order Status": "Canceled"}, TWO | {"Order Status": "Cancelled"})),
        "I1 done: 2 rows, 2 accepted · in done: orders.csv · 2026-09-01: GMV $20.00, net "
        "$0.00, orders 2, 2 cancelled",
    ),
    Case(
        "a status nobody knows",
        "orders, CSV",
        puts(sheet({"Order Status": "On the moon"})),
        "I1 done: 1 row, 1 accepted; statuses we don't know: on the moon (1) · in done: "
        "orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "Order Amount and refund repeat on each row of an order",
        "orders, CSV: one order, two rows, $10.00 each, $4.00 back",
        puts(sheet({"Order Refund Amount": "4"}, {"SKU ID": "2", "Order Refund Amount": "4"})),
        "I1 done: 2 rows, 2 accepted · in done: orders.csv · 2026-09-01: GMV $20.00, net "
        "$16.00, orders 1",
    ),
    Case(
        "an order that was never paid has an amount and a refund",
        "orders, CSV",
        puts(sheet({}, TWO | {"Paid Time": "\t", "Order Refund Amount": "10.70"})),
        "I1 done: 2 rows, 2 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a sample has no flag, only prices of 0",
        "orders, CSV",
        puts(sheet(*({"SKU Subtotal Before Discount": "0", "SKU Subtotal After Discount": "0"},))),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $0.00, orders 0, "
        "1 sample",
    ),
    Case(
        "empty markers: --, -, /, blank",
        "orders, CSV",
        puts(sheet({"Order Refund Amount": "--", "Shipped Time": "/", "Tracking ID": "-"})),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "columns without content where one is needed",
        "orders, CSV",
        puts(sheet({}, TWO | {"SKU Subtotal After Discount": "--"})),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, SKU Subtotal After Discount “”: it "
        "is empty · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "returns are day first even in the US",
        "returns, CSV, 25 columns",
        puts(returned()),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-05: returns $10.00, requests 1",
    ),
    Case(
        "affiliate orders are day first even in the US",
        "affiliate orders, the seller's CSV, 30 columns",
        puts(sheet({}, header=SELLER, like=SALE)),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: affiliate GMV $10.00,"
        " orders 1",
    ),
    Case(
        "a region in the middle, £ before amounts",
        "affiliate orders of the UK, the seller's CSV, 31 columns",
        puts(sheet(sold(Currency="GBP", Payment_Amount="£1,022.25"), header=HEADER_UK, like=SALE)),
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: affiliate GMV "
        "£1,022.25, orders 1",
        market="UK",
    ),
    Case(
        "another currency than the client's",
        "affiliate orders, the seller's CSV",
        puts(sheet({}, TWO | {"Currency": "GBP"}, header=SELLER, like=SALE)),
        "I1 done: 2 rows, 1 accepted, 1 rejected; line 3, Currency “GBP”: this client sells "
        "in USD · in done: orders.csv · 2026-09-01: affiliate GMV $10.00, orders 1",
    ),
    Case(
        "a creator's export has several shops",
        "affiliate orders, the creator's XLSX, 45 columns",
        lambda box: saved(
            box.folder() / BOOK,
            {"Sheet1": table({}, {"Shop name": "Peak Fitness"}, header=CREATOR, like=EARNED)},
        ),
        "I1 waits for shop: it holds rows of “Aurora Skin”, “Peak Fitness”: which of these "
        "shops is this client's? Say --shop and its name. · in folder: orders.xlsx · no "
        "figures",
    ),
)
"""How exports are written."""
