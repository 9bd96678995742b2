"""Workbooks for the tests: as a spreadsheet saves them, and as only other programs write them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DAY, TIME = 1, 2
"""Styles of hand-written cells: a date, and a date with a time."""
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="1">'
    r'<numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
Cell = str | float | bool | date | datetime | None


def saved(
    path: Path,
    sheets: Mapping[str, Iterable[Iterable[Cell]]],
    *,
    hidden: Iterable[str] = (),
    since_1904: bool = False,
) -> Path:
    """A workbook as a spreadsheet saves it, sheet by sheet."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "date_1904": since_1904})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif isinstance(cell, str) and cell:
                    sheet.write_string(at, column, cell)
                elif cell is not None:
                    sheet.write(at, column, cell)
    book.close()
    return path


def packed(
    path: Path,
    rows: str,
    *,
    part: str = "worksheets/sheet1.xml",
    before: str = "",
    declared: str = "",
    shared: Iterable[str] = (),
    external: bool = False,
    more: Mapping[str, bytes] | None = None,
    lie: Callable[[zipfile.ZipInfo], object] = lambda _: None,
) -> Path:
    """A workbook of one sheet whose rows are written out as XML, packed by hand.

    `part` is where the sheet is, `before` stands before its root, `declared` before its rows;
    `shared` are the shared strings, as XML. `lie` may falsify what the archive says of each part.
    """
    mode = ' TargetMode="External"' if external else ""
    sheet = f"{before}<worksheet {_MAIN}>{declared}<sheetData>{rows}</sheetData></worksheet>"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": _relations(f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"'),
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="{_LINKS}"><sheets>'
            '<sheet name="OrderSKUList" sheetId="1" r:id="rId0"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            f'Type="{_LINKS}/worksheet" Target="{part}"{mode}',
            f'Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"',
            f'Type="{_LINKS}/styles" Target="styles.xml"',
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{''.join(shared)}</sst>",
        "xl/worksheets/sheet1.xml" if external else f"xl/{part}": sheet,
    }
    return zipped(path, parts | dict(more or {}), lie)


def zipped(
    path: Path,
    parts: Mapping[str, str | bytes],
    lie: Callable[[zipfile.ZipInfo], object] = lambda _: None,
) -> Path:
    """Any ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for part in archive.infolist():
            lie(part)  # into the directory at the end, which is what readers go by
    return path


def text(ref: str, words: str) -> str:
    """A cell with its text in itself; without a reference if that is empty."""
    at = f' r="{ref}"' if ref else ""
    return f'<c{at} t="inlineStr"><is><t>{words}</t></is></c>'


def number(ref: str, written: str, style: int = 0) -> str:
    """A cell with a number as written."""
    return f'<c r="{ref}" s="{style}"><v>{written}</v></c>'


def row(number: int, *cells: str) -> str:
    """A row of such cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def small() -> bytes:
    """A workbook of two rows, as a spreadsheet saves it."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    sheet = book.add_worksheet("OrderSKUList")
    sheet.write_row(0, 0, ["Order ID", "Quantity"])
    sheet.write_row(1, 0, ["576461234567890001", 1])
    book.close()
    return kept.getvalue()


def _relations(*links: str) -> str:
    each = "".join(f'<Relationship Id="rId{at}" {link}/>' for at, link in enumerate(links))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'
