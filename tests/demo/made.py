"""The shop the tests of this room look at, and exports as people see them: rows by header."""

import csv
import io
from datetime import date, datetime

from data.demo.shop import Shop

FIRST = date(2026, 9, 1)
MADE = datetime.fromisoformat("2026-09-20T07:16:00")
LONG_AFTER = datetime.fromisoformat("2026-12-20T07:16:00")
MARKETS = ("US", "VN", "PH", "ID")


def shop(seed: int = 1, market: str = "US", slug: str = "aurora-skin") -> Shop:
    return Shop(slug, seed=seed, first=FIRST, days=21, orders_per_day=20, market=market)


def records(data: bytes) -> list[dict[str, str]]:
    """The rows by header, cells as they stand."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def header_of(data: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def fold(data: bytes, *key: str) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows by the cells of those columns; of equal keys the last."""
    return {tuple(row[name] for name in key): row for row in records(data)}
