"""Nothing about a buyer is anywhere but in the file itself, and that few may read."""

import logging
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from console.imports import VOID, Void
from console.intake import Intake
from data.clock import FrozenClock
from data.demo import creator_affiliate, returns, seller_affiliate, seller_center
from data.demo.shop import CREATORS, Shop
from data.demo.writing import sheet
from data.records.imports import Import
from tests.exports.truth import rows_of
from tests.intake.conftest import FIRST, sweep

MADE = datetime.fromisoformat("2026-10-09T07:16:00")
PRIVATE = (
    "Buyer Message", "Buyer Nickname", "Buyer Username", "Buyer Note", "Recipient", "Phone #",
    "State", "City", "Zipcode", "Address Line 1", "Province", "District", "Commune", "Region",
    "Municipality", "Barangay", "Regency and City", "Districts", "Villages", "Detail Address",
    "Delivery Instruction",
)  # fmt: skip
TITLES = {"US": "Aurora Skin", "VN": "Sao Mai", "PH": "Habagat", "ID": "Melati"}


def damaged(export: bytes) -> bytes:
    """The export with a row torn, one shifted, one with a bad cell, and the last one cut off."""
    head, one, two, three, *rest = export.splitlines(keepends=True)
    torn = one.replace(b",", b",,", 1)
    cells = two.split(b",")
    shifted = b",".join([*cells[:2], b"", *cells[2:-1]]) + b"\r\n"
    return b"".join([head, torn, shifted, three.replace(b",1,", b",one,"), *rest])[:-60]


def told(export: bytes) -> set[str]:
    """What a buyer told, in that export."""
    cells = {row.get(name, "") for row in rows_of(export) for name in PRIVATE}
    return {cell for cell in cells if len(cell) > 3} - set(CREATORS)


def exports(market: str) -> dict[str, bytes]:
    """All that a shop of that market exports."""
    slug = TITLES[market].casefold().replace(" ", "-")
    shop = Shop(slug, seed=5, first=FIRST, days=20, orders_per_day=6, market=market)
    made = {
        seller_center.name_of(MADE): seller_center.export(shop, MADE, explained=market == "US"),
        returns.name_of(MADE): returns.export(shop, MADE),
    }
    if market == "US":
        theirs = creator_affiliate.export([shop], CREATORS[0], MADE)
        made[creator_affiliate.name_of(MADE) + ".csv"] = sheet(theirs)
        made[seller_affiliate.name_of(MADE)] = seller_affiliate.export(shop, MADE)
    return made


@pytest.mark.parametrize("market", ["US", "VN", "PH", "ID"])
def test_nothing_about_a_buyer_is_kept_but_in_the_file_itself(
    market: str, desk: Desk, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = desk.make(NEW, NewClient(title=TITLES[market], market=market))
    folder = desk.workspace.drop / client.slug
    secrets = set[str]()
    for name, export in exports(market).items():
        secrets |= told(export)
        (folder / name).write_bytes(damaged(export))
    (folder / "unknown.csv").write_bytes(export.replace(b"Order ID", b"Number"))
    assert len(secrets) > 20
    outcomes = sweep(Intake(desk), clock)
    assert {outcome.status for outcome in outcomes} <= {"done", "rejected", "waiting"}
    assert sum(outcome.rejected for outcome in outcomes) >= 4
    first = next(made for made in desk.book.all(Import) if made.status == "done")
    desk.run(VOID, first, Void(reason="the wrong file"))

    kept = caplog.text.encode()
    for path in desk.workspace.root.rglob("*"):
        if path.suffix == ".parquet":
            kept += repr(pl.read_parquet(path).rows()).encode()
        elif path.is_file() and (path.suffix != ".csv" or "facts" in path.parts):
            kept += path.read_bytes()  # the notes beside refused files, too
    assert [word for word in secrets if word.encode() in kept] == []
    assert any(name.encode() in kept for name in CREATORS), "a creator's handle is no secret"
    assert modes(folder / "done") == {0o640}


def modes(folder: Path) -> set[int]:
    """The modes of all files in there."""
    return {path.stat().st_mode & 0o777 for path in folder.rglob("*.csv")}
