"""Workbooks, as people save them, as programs write them, and as somebody hostile makes them."""

import re
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ImportRefused
from data.exports.workbook import is_workbook, rows
from tests.exports.books import DAY, TIME, number, packed, row, saved, small, text, zipped

Rows = list[tuple[int, list[str]]]
HEAD = row(1, text("A1", "Order ID"), text("B1", "Quantity"))
ONE = row(2, text("A2", "576461234567890001"), number("B2", "41"))
BOTH: Rows = [(1, ["Order ID", "Quantity"]), (2, ["576461234567890001", "41"])]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "All order.xlsx"


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file for all examples of a property."""
    return tmp_path_factory.mktemp("books") / "example.xlsx"


def read(path: Path) -> Rows:
    return list(rows(path))


def cells(path: Path) -> list[str]:
    """The cells of the only row."""
    ((_, only),) = rows(path)
    return only


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as refused:
        next(rows(path))
    said = str(refused.value)
    assert re.search(r"Export it again|Export it in smaller parts", said)
    return said


# -- as a spreadsheet saves it --------------------------------------------------------------------


def test_an_export_comes_back_cell_by_cell(book: Path) -> None:
    saved(book, {"OrderSKUList": [["Order ID", "Quantity", "Note"], ["576461234567890001", 41]]})
    assert read(book) == [
        (1, ["Order ID", "Quantity", "Note"]),
        (2, ["576461234567890001", "41", ""]),
    ]


def test_orders_are_on_their_sheet_wherever_it_stands(book: Path) -> None:
    saved(book, {"Notes": [["to do"]], "OrderSKUList": [["a"]]}, hidden=["OrderSKUList"])
    assert read(book) == [(1, ["a"])]


def test_else_on_the_first_sheet_in_sight_with_anything_in_it(book: Path) -> None:
    sheets = {"Blank": [], "Front": [["x"]], "Lists": [["y"]], "Sheet4": [["a"]], "Last": [["z"]]}
    saved(book, sheets, hidden=["Front", "Lists"])
    assert read(book) == [(1, ["a"])]


def test_an_empty_workbook_has_no_rows(book: Path) -> None:
    assert read(saved(book, {"OrderSKUList": []})) == []
    assert read(packed(book, "")) == []


def test_gaps_keep_their_place(book: Path) -> None:
    saved(book, {"S": [[], ["a", None, "c", "d"], [], [], ["", "x"], [None, None, None, "y"]]})
    assert read(book) == [
        (2, ["a", "", "c", "d"]),
        (5, ["", "x", "", ""]),
        (6, ["", "", "", "y"]),
    ]


def test_a_row_that_runs_beyond_the_header_shows_it(book: Path) -> None:
    saved(book, {"S": [["a", "b"], ["1", "2"], ["1", "2", None, "4"], ["1"]]})
    assert [row for _, row in read(book)] == [
        ["a", "b"],
        ["1", "2"],
        ["1", "2", "", "4"],
        ["1", ""],
    ]


def test_dates_are_iso_and_yes_and_no_are_words(book: Path) -> None:
    moment = datetime(2026, 9, 1, 15, 0, 4)  # noqa: DTZ001 — a cell has no zone
    saved(book, {"S": [[moment, date(2026, 9, 1), True, False]]})
    assert cells(book) == ["2026-09-01 15:00:04", "2026-09-01", "TRUE", "FALSE"]


@settings(max_examples=30, deadline=None)
@given(
    moments=st.lists(
        st.datetimes(datetime(1904, 1, 2), datetime(2200, 1, 1)),  # noqa: DTZ001
        min_size=1,
        max_size=50,
    ),
    since_1904=st.booleans(),
)
def test_any_second_comes_back(spare: Path, moments: list[datetime], since_1904: bool) -> None:
    whole = [moment.replace(microsecond=0, tzinfo=None, fold=0) for moment in moments]
    saved(spare, {"S": [["x", *whole]]}, since_1904=since_1904)
    expected = [str(moment).removesuffix(" 00:00:00") for moment in whole]
    assert cells(spare)[1:] == expected


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")))))
def test_any_words_come_back(spare: Path, words: list[str]) -> None:
    saved(spare, {"S": [["first", *words, "last"]]})
    assert cells(spare) == ["first", *words, "last"]


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("41", "41"),
        ("41.0", "41"),
        ("8.9900000000000002", "8.99"),
        ("0", "0"),
        ("-3", "-3"),
        ("-0", "0"),
        ("1E-7", "0.0000001"),
        ("1.5E3", "1500"),
        ("999999999999999", "999999999999999"),
        ("1E15", "1e+15"),
        ("576461234567890123", "5.764612345678902e+17"),
        ("5.7646123456789E+17", "5.7646123456789e+17"),
    ],
)
def test_a_number_is_exact_or_seen_to_be_rounded(book: Path, written: str, shown: str) -> None:
    assert cells(packed(book, row(1, number("A1", written)))) == [shown]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e18, 1e18) | st.integers(-(10**18), 10**18), min_size=1, max_size=30))
def test_any_number_comes_back(spare: Path, values: list[float]) -> None:
    packed(spare, "".join(row(n, number(f"A{n}", repr(v))) for n, v in enumerate(values, 1)))
    for (_, (shown,)), value in zip(rows(spare), values, strict=True):
        assert float(shown) == float(value)
        rounded = abs(float(value)) >= 1e15
        assert bool(re.fullmatch(r"-?\d(\.\d+)?e\+\d+", shown)) is rounded
        if value == int(value) and not rounded:
            assert shown == str(int(value))


# -- as other programs write them -----------------------------------------------------------------


@pytest.mark.parametrize("declared", ["", '<dimension ref="A1"/>', '<dimension ref="A1:A1"/>'])
def test_the_stated_dimension_is_not_believed(book: Path, declared: str) -> None:
    assert read(packed(book, HEAD + ONE, declared=declared)) == BOTH


def test_each_header_cell_may_have_a_row_element_of_its_own(book: Path) -> None:
    head = row(1, text("A1", "Order ID")) + row(1, text("B1", "Quantity"))
    assert read(packed(book, head + ONE, declared='<dimension ref="A1:A1"/>')) == BOTH


def test_rows_and_cells_may_leave_out_where_they_are(book: Path) -> None:
    head = f"<row>{text('', 'Order ID')}{text('', 'Quantity')}</row>"
    one = f"<row>{text('', '576461234567890001')}<c><v>41</v></c></row>"
    assert read(packed(book, head + one)) == BOTH
    assert read(packed(book, head + one.replace("<row", '<row r="7"')))[1][0] == 7
    assert read(packed(book, HEAD + row(2) + one))[1] == (3, BOTH[1][1])


def test_rows_and_cells_may_be_out_of_order(book: Path) -> None:
    head = row(1, text("B1", "Quantity"), text("A1", "Order ID"))
    assert read(packed(book, ONE + head)) == BOTH


def test_texts_stand_in_cells_in_the_shared_table_or_are_results(book: Path) -> None:
    runs = "<r><t>Glow</t></r><r><rPr><b/></rPr><t xml:space='preserve'> Serum</t></r>"
    sound = '<rPh sb="0" eb="1"><t>guro</t></rPh>'
    written = (
        f'<c r="A1" t="inlineStr"><is>{runs}</is></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="str"><f>A1&amp;"!"</f><v>Glow &lt;Serum&gt;!</v></c>'
        '<c r="D1" t="s"><v>0</v></c><c r="E1"><f>6*7</f><v>42</v></c>'
        '<c r="F1" t="d"><v>2026-09-01T15:00:04</v></c>'
    )
    shared = [f"<si>{runs}{sound}</si>", "<si><t>plain</t></si>"]
    assert cells(packed(book, row(1, written), shared=shared)) == [
        "Glow Serum",
        "plain",
        "Glow <Serum>!",
        "Glow Serum",
        "42",
        "2026-09-01 15:00:04",
    ]


def test_the_sheet_may_be_any_part(book: Path) -> None:
    assert read(packed(book, HEAD + ONE, part="worksheets/sheet2.xml")) == BOTH


def test_a_date_by_its_style(book: Path) -> None:
    serials = number("A1", "46266.625046296299", TIME), number("B1", "46266", DAY)
    assert cells(packed(book, row(1, *serials))) == ["2026-09-01 15:00:04", "2026-09-01"]


def test_a_stray_cell_at_the_very_bottom_is_a_row(book: Path) -> None:
    bottom = row(1_048_576, text("A1048576", "x"))
    assert read(packed(book, HEAD + ONE + bottom)) == [*BOTH, (1_048_576, ["x", ""])]


def test_a_stray_cell_at_the_far_right_is_refused_by_name(book: Path) -> None:
    packed(book, HEAD + ONE + row(3, text("XFD3", "x")))
    assert "its cell XFD3 is further right" in refusal(book)
    assert read(packed(book, HEAD + ONE + row(3, '<c r="XFD3" s="1"/>'))) == BOTH


@pytest.mark.parametrize("chunk", [1, 100, 1 << 20])
def test_an_error_is_never_taken_for_an_empty_cell(
    book: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("data.exports.workbook._CHUNK", chunk)
    error = '<c r="B3" s="0" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'
    for part in ("worksheets/sheet1.xml", "orders.part"):
        packed(book, HEAD + ONE + row(3, error), part=part)
        assert "its cell B3 holds an error" in refusal(book)
    words = row(3, text("A3", 'they wrote t="e" here'))
    assert len(read(packed(book, HEAD + ONE + words))) == 3


# -- what isn't one, or is broken -----------------------------------------------------------------


def test_a_workbook_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    for name, content, is_one in (
        ("orders.csv", small(), True),
        ("orders.xlsx", b"Order ID,Quantity\r\n", False),
        ("old.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), True),
        ("empty.xlsx", b"", False),
        ("letters.csv", b"PK,Order ID", False),
    ):
        (tmp_path / name).write_bytes(content)
        assert is_workbook(tmp_path / name) is is_one, name
    assert len(read(tmp_path / "orders.csv")) == 2


def test_an_old_or_locked_workbook_is_refused(book: Path) -> None:
    book.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096))
    assert "password" in refusal(book)


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": "<document/>", "[Content_Types].xml": "<Types/>"},
        {"xl/workbook.bin": "x", "xl/worksheets/sheet1.bin": "x"},
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
        {"orders.csv": "Order ID,Quantity"},
        {},
    ],
    ids=["docx", "xlsb", "ods", "zip", "empty zip"],
)
def test_another_kind_of_zip_is_refused(book: Path, parts: dict[str, str]) -> None:
    zipped(book, parts)
    assert is_workbook(book)
    assert "no XLSX workbook" in refusal(book)


def test_a_name_alone_makes_no_workbook(book: Path) -> None:
    assert "damaged" in refusal(zipped(book, {"xl/workbook.xml": "<workbook/>"}))


def test_wherever_it_is_cut_off_it_is_refused(book: Path) -> None:
    whole = small()
    for end in range(8, len(whole), 97):
        book.write_bytes(whole[:end])
        assert "cut off" in refusal(book)


def test_a_locked_part_is_refused(book: Path) -> None:
    def lock(part: zipfile.ZipInfo) -> None:
        part.flag_bits |= 1

    assert "damaged" in refusal(packed(book, HEAD + ONE, lie=lock))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 99])
def test_a_part_packed_as_no_workbook_is_refused(book: Path, method: int) -> None:
    def repack(part: zipfile.ZipInfo) -> None:
        part.compress_type = method

    assert "damaged" in refusal(packed(book, HEAD + ONE, lie=repack))


@pytest.mark.parametrize(
    "broken",
    [
        '<row r="1"><c r="A1"><v>4',
        row(1, '<c r="A1" t="s"><v>7</v></c>'),
        row(1, text("@@", "x")),
        row(1, text("A1", "&nothing;")),
    ],
    ids=["mid-cell", "no such shared string", "no place", "no such entity"],
)
def test_a_broken_sheet_is_refused(book: Path, broken: str) -> None:
    assert "damaged" in refusal(packed(book, broken))


@settings(max_examples=80, deadline=None)
@given(flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4))))
def test_whatever_is_wrong_in_it_it_is_read_or_refused(
    spare: Path, flips: list[tuple[float, bytes]]
) -> None:
    content = bytearray(small())
    for share, put in flips:
        at = int(share * len(content))
        content[at : at + len(put)] = put
    spare.write_bytes(content)
    with suppress(ImportRefused):
        assert len(read(spare)) <= 2


# -- hostile --------------------------------------------------------------------------------------


def test_many_small_bombs_are_one(book: Path) -> None:
    def swell(part: zipfile.ZipInfo) -> None:
        part.file_size = 40 << 20

    more = {f"xl/media/{n}.png": b"x" for n in range(60)}
    assert "smaller parts" in refusal(packed(book, HEAD, more=more, lie=swell))


def test_cells_far_off_that_never_end_are_passed_over_in_no_time(book: Path) -> None:
    endless = {"xl/worksheets/more.xml": b' r="AAA1"' * 50_000}
    assert read(packed(book, HEAD + ONE, more=endless)) == BOTH


def test_a_part_that_is_longer_than_it_declares_is_refused(book: Path) -> None:
    def shrink(part: zipfile.ZipInfo) -> None:
        part.file_size = min(part.file_size, 1000)

    assert "damaged" in refusal(packed(book, HEAD + "<row/>" * 10_000_000, lie=shrink))


def test_entities_are_not_expanded(book: Path) -> None:
    kinds = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{kinds}]>'
    assert "damaged" in refusal(packed(book, row(1, text("A1", "&e9;")), before=bomb))


def test_no_file_outside_is_read(book: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("secret")
    outside = (tmp_path / "secret.xml").as_uri()
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{outside}">]>'
    assert "secret" not in refusal(packed(book, row(1, text("A1", "&e;")), before=doctype))
    assert "secret" not in refusal(packed(book, HEAD, part=outside, external=True))


def test_nothing_is_unpacked_whatever_parts_are_called(book: Path, tmp_path: Path) -> None:
    more = {"../../escaped.xml": b"x", "/escaped.xml": b"x", "xl/../../escaped.xml": b"x"}
    assert read(packed(book, HEAD + ONE, more=more)) == BOTH
    reached = (tmp_path, *tmp_path.parents, Path.cwd())
    assert not [path for folder in reached for path in folder.glob("escaped*")]
