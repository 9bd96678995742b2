"""The rows of a workbook (XLSX): its cells as text, each row with its number.

calamine reads them, several times as quick as any reader over the standard library. It believes
no `<dimension>`, follows no link, expands no entity, extracts nothing, and ends where a part is
longer than the archive declares. It builds the whole sheet in memory, as wide and as high as its
outermost cells: 0.4 GB for 100,000 orders.

Only the child process imports this: its limits hold what calamine doesn't.
"""

import errno
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.errors import ImportRefused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How workbooks of before 2007 begin, and all that have a password."""
_ORDERS = "OrderSKUList"
_LARGEST = 2 << 30
"""Bytes all parts of a workbook may have unpacked; a million orders have about 1.9 GB."""
_DENSE, _LONG = 200, 50 << 20
"""A part of over so many bytes isn't packed to so small a part; sheets are to a tenth or so."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK, _TAG = 1 << 20, 1 << 10
_FAR = re.compile(rb""" r=["']([A-Z]{3,}[0-9]+)["'][^<>]{0,99}[^<>/]>""")
"""A cell with something in it to the right of ZZ, the 702nd column. Bounded, so that no part
takes for ever: what a cell says of itself is short."""
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^<>]*\bt=["']e["'][^<>]*>""")
_REF = re.compile(rb"""\br=["']([A-Z]{1,3}[0-9]{1,7})["']""")
_ROUNDED = 1e15
"""Spreadsheets keep fifteen digits of a number."""
_AGAIN = "Export it again as CSV or XLSX, and import that file unopened."
Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(path: Path) -> bool:
    """Whether its first bytes are a workbook's, or those of an old or locked one.

    Those, and ZIP files that aren't workbooks, are then refused by `rows`. Raises `OSError`.
    """
    with path.open("rb") as file:
        return file.read(len(_OLE)).startswith((*_ZIP, _OLE))


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet that holds the export.

    That is `OrderSKUList`, as Seller Center names it, wherever it stands; else the first sheet in
    sight with anything in it, because other exports' names differ by language and date, and
    hidden sheets hold lists and styles.

    Gives a row's number as a spreadsheet shows it (the first is 1) and its cells; rows with
    nothing in them are left out. A row has as many cells as the first one given, or more if it
    has something beyond them. Text is as it stands; a number has all its digits and no exponent
    (`41`, `8.99`), but from 1e15 on, where a spreadsheet has rounded it, always one
    (`5.764612345678901e+17`); a time is `2026-09-01 15:00:04` and at midnight, as a date,
    `2026-09-01`, on the clock of whoever wrote it; then `TRUE` and `FALSE`; an empty cell is "".

    Raises `ImportRefused` before the first row; `OSError`.
    """
    with path.open("rb") as file:
        _check(file)
        file.seek(0)
        try:
            sheet = _sheet(CalamineWorkbook.from_filelike(file))
        except CalamineError as error:
            raise _broken() from error
    width = 0
    for number, cells in enumerate(sheet.iter_rows() if sheet else (), start=1):
        row = [cell if type(cell) is str else _text(cell) for cell in cells]
        if any(row[width:]):  # the header, or a row that is longer
            while not row[-1]:
                row.pop()
            width = width or len(row)
            yield number, row
        elif any(row):
            yield number, row[:width]


def _sheet(book: CalamineWorkbook) -> CalamineSheet | None:
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    if any(sheet.name == _ORDERS for sheet in sheets):
        names = [_ORDERS]
    opened = map(book.get_sheet_by_name, names)
    return next((sheet for sheet in opened if sheet.start), None)


def _text(cell: Cell) -> str:
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(float(cell))
        case datetime():
            return cell.isoformat(" ", "seconds")
        case _:
            return str(cell)


def _number(value: float) -> str:
    exact = Decimal(repr(value))  # the fewest digits that mean this number
    if abs(value) >= _ROUNDED:
        return f"{exact.normalize():e}"
    return str(int(value)) if value.is_integer() else f"{exact:f}"


def _check(file: IO[bytes]) -> None:
    """Refuses what calamine mustn't be given, or would get wrong. Raises `ImportRefused`."""
    if file.read(len(_OLE)) == _OLE:
        raise ImportRefused(
            "it is a workbook with a password or of a kind before 2007 (.xls)."
            " Export it again as CSV or XLSX, without a password."
        )
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            if not any(part.filename.lower().endswith("workbook.xml") for part in parts):
                raise ImportRefused(f"it is a ZIP file but no XLSX workbook. {_AGAIN}")
            for part in parts:  # any may be a sheet
                with archive.open(part) as content:
                    _check_cells(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise _broken() from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a position before the file's first byte
            raise _broken() from error
        raise


def _check_sizes(parts: Iterable[zipfile.ZipInfo]) -> None:
    """By the sizes declared: whoever unpacks a part stops there, if it is packed as usual."""
    total = 0
    for part in parts:
        if part.compress_type not in _METHODS:
            raise _broken()
        total += part.file_size
        if part.file_size > max(_LONG, _DENSE * part.compress_size):
            raise ImportRefused(
                f"unpacked it would be over {_DENSE} times as large, as no export is. {_AGAIN}"
            )
    if total > _LARGEST:
        raise ImportRefused(
            f"unpacked it has {total / 2**30:.1f} GB, and a workbook may have"
            f" {_LARGEST >> 30}. Export it in smaller parts, or as CSV."
        )


def _check_cells(part: IO[bytes]) -> None:
    """Looks for what calamine can't tell, or can't bear, without parsing.

    It gives cells with an error as empty ones, and an amount would be missed. It makes room for
    every cell as far as the outermost, and a stray one far off makes that too much.
    """
    seen = b""
    while chunk := part.read(_CHUNK):
        seen = seen[-_TAG:] + chunk
        if far := _FAR.search(seen):
            raise ImportRefused(
                f"its cell {far[1].decode()} is further right than any export goes. {_AGAIN}"
            )
        if (b't="e"' in seen or b"t='e'" in seen) and (tag := _ERROR.search(seen)):
            ref = _REF.search(tag[0])
            where = f"its cell {ref[1].decode()}" if ref else "one of its cells"
            raise ImportRefused(
                f"{where} holds an error, like #N/A, where the export had a value. {_AGAIN}"
            )


def _broken() -> ImportRefused:
    return ImportRefused(f"it can't be read as a workbook: it is damaged or cut off. {_AGAIN}")
