"""Exports feed the creators: what they sold, which samples they got, and what people said stays."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from console.args import read
from console.clients import NEW as NEW_CLIENT
from console.clients import NewClient
from console.desk import Desk
from console.imports import VOID
from console.intake import Intake
from console.outstanding import standing_of
from console.table import VERBS, find
from data.clock import FrozenClock
from data.demo.seller_affiliate import HEADER as SELLERS
from data.records.clients import Client
from data.records.creators import Creator, Sold
from data.records.imports import Import
from data.records.samples import Sample
from data.store import Entry
from tests.exports.sheet import SALE, sheet

OpenDesk = Callable[[str], Desk]
FREE = {
    "Order ID": "77\t", "SKU Subtotal Before Discount": "0", "SKU Seller Discount": "0",
    "SKU Subtotal After Discount": "0", "Order Amount": "0", "Buyer Username": "glowbyjo",
}  # fmt: skip
SENT = {"Shipped Time": "09/02/2026 9:00:00 AM\t", "Tracking ID": "9400\t"}
CAME = SENT | {"Delivered Time": "09/05/2026 9:00:00 AM\t", "Order Status": "Delivered"}


@pytest.fixture
def aurora(desk: Desk) -> Client:
    return desk.make(NEW_CLIENT, NewClient(title="Aurora Skin"))


@pytest.fixture
def take(desk: Desk, aurora: Client, tmp_path: Path) -> Callable[[str, bytes], Import]:
    """Imports a file of that name for Aurora."""

    def took(name: str, data: bytes) -> Import:
        file = tmp_path / name
        file.write_bytes(data)
        made = find(desk, Intake(desk).import_file(file, aurora).ref)
        assert isinstance(made, Import)
        return made

    return took


def sold(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=SELLERS, like=SALE)


def do(desk: Desk, id: str, ref: str, **words: str) -> None:
    verb = VERBS[id]
    args = read(verb.args, words, desk.reading())
    _ = desk.run(verb, find(desk, ref), args) if ref else desk.make(verb, args)
    desk.book.catch_up()


def jo(desk: Desk) -> Creator:
    desk.book.catch_up()
    found = find(desk, "@glowbyjo")
    assert isinstance(found, Creator)
    return found


def sample(desk: Desk, ref: str = "S1") -> Sample:
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Sample)
    return found


def entries(desk: Desk) -> list[Entry]:
    return list(desk.book.store.entries())


def test_what_they_sold_lately(desk: Desk, take: Callable[[str, bytes], Import]) -> None:
    take(
        "Affiliate orders-2026-09-09-07_16.csv",
        sold(
            {},
            {"Order ID": "2", "Payment Amount": "5", "Payment time": "20/07/2026 15:00:04"},
            {"Order ID": "3", "Payment Amount": "9", "Payment time": "20/05/2026 15:00:04"},
            {"Order ID": "4", "Order Status": "Ineligible"},
        ),
    )
    here = jo(desk)
    assert here.sold == (Sold(1, "USD", date(2026, 9, 1), gmv_30=10_00, gmv_90=15_00),)
    assert (here.stage, here.connected) == ("posted", (1,))
    do(desk, "creators.stage", here.ref, stage="contacted")
    later = take("Affiliate orders-2026-09-10-07_16.csv", sold({"Payment Amount": "12"}))
    assert jo(desk).sold[0].gmv_30 == 12_00
    assert jo(desk).stage == "contacted", "what a person said isn't undone"
    do(desk, "imports.void", later.ref, reason="twice")
    assert jo(desk).sold[0].gmv_30 == 10_00


def test_the_last_import_taken_out_takes_its_sums_along(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    made = take("Affiliate orders-2026-09-09-07_16.csv", sold({}))
    do(desk, "creators.edit", "K1", handle="@glow.jo")
    again = take("Affiliate orders-2026-09-10-07_16.csv", sold({}, {"Order ID": "2"}))
    assert jo(desk).ref == "K1"
    assert len(jo(desk).sold) == 1, "by the handle they had then"
    do(desk, "imports.void", again.ref, reason="no")
    do(desk, "imports.void", made.ref, reason="no")
    assert jo(desk).sold == ()


def test_a_sample_goes_its_way_by_the_orders(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    take("All order-2026-09-02-07_16.csv", sheet(FREE))
    assert (sample(desk).status, sample(desk).order) == ("approved", "77")
    take("All order-2026-09-03-07_16.csv", sheet(FREE | SENT))
    assert (sample(desk).status, sample(desk).tracking) == ("shipped", "9400")
    take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME))
    here = sample(desk)
    assert (here.status, jo(desk).stage) == ("delivered", "sampled")
    assert standing_of(desk, here) == "overdue"
    take("All order-2026-09-01-17_16.csv", sheet(FREE))
    assert sample(desk) == here, "an older export undoes nothing"
    assert len(desk.book.all(Sample)) == 1


def test_an_order_answers_the_request(
    desk: Desk, take: Callable[[str, bytes], Import], clock: FrozenClock
) -> None:
    do(desk, "samples.new", "", creator="@glowbyjo", product="glow serum", client="aurora")
    take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME))
    assert [each.ref for each in desk.book.all(Sample)] == ["S1"]
    do(desk, "samples.post", "S1", link="https://www.tiktok.com/@glowbyjo/video/1")
    take("All order-2026-09-07-07_16.csv", sheet(FREE | CAME | {"Tracking ID": "9401\t"}))
    assert (sample(desk).status, sample(desk).tracking) == ("posted", "9401")


def test_of_two_orders_one_answers_the_request(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    do(desk, "samples.new", "", creator="@glowbyjo", product="glow serum", client="aurora")
    take("All order-2026-09-06-07_16.csv", sheet(FREE, FREE | {"Order ID": "5765\t"}))
    found = desk.book.all(Sample)
    assert [each.ref for each in found] == ["S1", "S2"]
    assert len({each.order for each in found}) == 2


def test_nothing_new_writes_nothing(desk: Desk, take: Callable[[str, bytes], Import]) -> None:
    take("Affiliate orders-2026-09-09-07_16.csv", sold({}))
    take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME))
    take("Affiliate orders-2026-09-10-07_16.csv", sold({"Content ID": "7"}))
    take("All order-2026-09-07-07_16.csv", sheet(FREE | CAME | {"Order Channel": "LIVE"}))
    verbs = [entry.verb for entry in entries(desk) if entry.verb == "creators.fed"]
    assert len(verbs) == 2


def void(desk: Desk, made: Import) -> str | None:
    """Take an import out; what is said of it."""
    do(desk, "imports.void", made.ref, reason="wrong file")
    gone = find(desk, made.ref)
    assert isinstance(gone, Import)
    assert VOID.also is not None
    return VOID.also(desk.view(), gone)


def test_samples_only_one_import_told_of_go_with_it(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    made = take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME, FREE | {"Order ID": "78\t"}))
    assert len(desk.book.all(Sample)) == 2
    assert void(desk, made) == "2 samples only it told of went with it; their creators stay known"
    assert desk.book.all(Sample) == []
    take("All order-2026-09-06-08_16.csv", sheet(FREE | CAME))
    assert [each.order for each in desk.book.all(Sample)] == ["77"]


def test_a_sample_is_as_the_other_imports_have_it(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    take("All order-2026-09-03-07_16.csv", sheet(FREE | SENT))
    wrong = take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME | {"Tracking ID": "7\t"}))
    assert void(desk, wrong) == "1 sample is again as the other imports have it"
    here = sample(desk)
    assert (here.status, here.tracking, here.delivered_at) == ("shipped", "9400", None)


def test_what_somebody_did_with_a_sample_stays_and_is_said(
    desk: Desk, take: Callable[[str, bytes], Import]
) -> None:
    do(desk, "samples.new", "", creator="@glowbyjo", product="glow serum", client="aurora")
    made = take("All order-2026-09-06-07_16.csv", sheet(FREE | CAME, FREE | {"Order ID": "78\t"}))
    assert void(desk, made) == (
        "1 sample only it told of went with it; its creator stays known; S1 stays: somebody has"
        " worked on it"
    )
    assert [each.ref for each in desk.book.all(Sample)] == ["S1"]
