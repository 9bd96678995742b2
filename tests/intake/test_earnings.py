"""When an order pays and how much, by its id: what the imports hold, and what is missing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from console.earnings import is_order, of_order
from console.intake import Intake
from console.payouts import explain
from data.demo.creator_affiliate import HEADER as CREATORS
from data.demo.seller_affiliate import HEADER as SELLERS
from data.errors import NotFound
from data.exports.job import Answers
from data.records.clients import Client
from tests.exports.sheet import EARNED, ROW, SALE, sheet

Take = Callable[[str, bytes], None]
ORDER = ROW["Order ID"].strip()
CAME = {"Delivered Time": "09/05/2026 9:00:00 AM\t", "Order Status": "Delivered"}
TODAY = date(2026, 9, 8)


@pytest.fixture
def aurora(desk: Desk) -> Client:
    return desk.make(NEW, NewClient(title="Aurora Skin"))


@pytest.fixture
def take(desk: Desk, aurora: Client, tmp_path: Path) -> Take:
    """Imports a file of that name for Aurora."""

    def took(name: str, data: bytes) -> None:
        file = tmp_path / name
        file.write_bytes(data)
        Intake(desk).import_file(file, aurora, Answers(shop="Aurora Skin"))

    return took


def told(desk: Desk, client: Client, order: str = ORDER) -> str:
    earning, _ = of_order(desk, client, order)
    return explain(earning, desk.rules, client.market, TODAY).text


def test_delivery_refund_and_commission_come_from_the_exports(
    desk: Desk, aurora: Client, take: Take
) -> None:
    take("All order-2026-09-03-07_16.csv", sheet({}))
    assert told(desk, aurora).startswith("Your order hasn't been delivered yet")
    take("All order-2026-09-06-07_16.csv", sheet(CAME | {"Order Refund Amount": "4"}))
    take("Affiliate orders-2026-09-06-08_16.csv", sheet({}, header=SELLERS, like=SALE))
    said = told(desk, aurora)
    assert said.startswith("Your order was delivered on 5 Sep; TikTok Shop pays commission")
    assert "so expect it around 20 Sep" in said
    assert said.endswith("40 % of it was refunded, so the commission is less in proportion:"
                         " $1.02 instead of $1.70.")  # fmt: skip
    _, seen = of_order(desk, aurora, ORDER)
    assert seen == (
        f"order {ORDER} in All order-2026-09-06-07_16.csv (I2),"
        " Affiliate orders-2026-09-06-08_16.csv (I3)"
    )


def test_an_order_is_told_from_a_day() -> None:
    assert is_order(ORDER)
    assert not any(is_order(word) for word in ("20261102", "2026-11-02", "none", "1234567", ""))


def test_what_was_cancelled_pays_nothing(desk: Desk, aurora: Client, take: Take) -> None:
    take("All order-2026-09-03-07_16.csv", sheet({"Order Status": "Canceled"}))
    assert told(desk, aurora).startswith("The order was cancelled")


def test_the_affiliate_export_alone_may_say_it(desk: Desk, aurora: Client, take: Take) -> None:
    came = {"Order Delivery Time": "05/09/2026 09:00:00"}
    take("Affiliate orders-2026-09-06-08_16.csv", sheet(came, header=SELLERS, like=SALE))
    assert told(desk, aurora).startswith("Your order was delivered on 5 Sep")


def test_what_no_import_says_is_asked_for(desk: Desk, aurora: Client, take: Take) -> None:
    with pytest.raises(NotFound, match="no imports yet"):
        told(desk, aurora)
    take("Creator orders-2026-09-06-08_16.csv", sheet({}, header=CREATORS, like=EARNED))
    with pytest.raises(NotFound, match=r"says when 5764.* was delivered; ask the creator"):
        told(desk, aurora)
    for no in ("999999999999", EARNED["Product ID"]):
        with pytest.raises(NotFound, match="imports: say an order's id, or the day it was deliv"):
            told(desk, aurora, no)
