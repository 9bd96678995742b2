"""A file is known by its header, whatever it is called."""

import pytest

from data.demo.layouts import LAYOUTS
from data.demo.seller_center import HEADER
from data.errors import ImportRefused
from data.exports.layout import normal
from data.exports.recognise import recognise

VN_HEADER = [name for name in HEADER if name not in ("State", "City", "Zipcode", "Address Line 1")]
VN_HEADER += ["Province", "District", "Commune", "Detail Address"]


def test_the_us_layout() -> None:
    known = recognise(HEADER, "US")
    assert (known.format.name, known.market, known.width) == ("orders", "US", 63)
    assert known.warnings == ()


@pytest.mark.parametrize(
    "header", ["Order ID", "\ufeffOrder ID", "order  id ", "ORDER\u00a0ID", "Order\u200b ID"]
)
def test_spellings_of_a_header_are_one(header: str) -> None:
    assert normal(header) == "order id"
    assert recognise([header, *HEADER[1:]], "US").columns[0][1] == 0


def test_columns_in_another_order_or_added_in_the_middle() -> None:
    header = [*HEADER[40:], "Brand new", *HEADER[:40]]
    known = recognise(header, "US")
    assert all(header[at] == column.header for column, at in known.columns)
    assert known.warnings == ("columns we don't know, left out: Brand new",)


def test_a_column_nobody_needs_may_be_missing() -> None:
    known = recognise([name for name in HEADER if name != "Creator Handle"], "US")
    assert known.warnings == ("columns that are missing, left empty: Creator Handle",)


def test_an_unknown_header_names_the_nearest_format_and_what_it_lacks() -> None:
    header = [name for name in HEADER if name not in ("SKU ID", "Paid Time")]
    with pytest.raises(ImportRefused) as refusal:
        recognise(header, "US")
    assert "nearest is orders (Seller Center, orders), but it has no “SKU ID”, “Paid Time”" in str(
        refusal.value
    )


def test_a_needed_column_twice() -> None:
    with pytest.raises(ImportRefused, match="“Quantity” is there twice"):
        recognise([*HEADER, "quantity"], "US")


def test_a_market_that_is_not_the_clients() -> None:
    with pytest.raises(ImportRefused, match="orders in Vietnam, and this client sells in United S"):
        recognise(VN_HEADER, "US")
    with pytest.raises(ImportRefused, match="orders in United States, and this client sells in Un"):
        recognise(HEADER, "UK")


@pytest.mark.parametrize("code", ["US", "VN", "PH", "ID"])
def test_each_verified_layout_tells_its_market(code: str) -> None:
    header = LAYOUTS[code].header
    known = recognise(header, code)
    assert (known.format.name, known.market, known.width) == ("orders", code, len(header))
    assert known.warnings == ()


def test_a_market_that_cannot_be_told_can_be_said() -> None:
    header = [name for name in HEADER if name not in ("State", "City")]
    with pytest.raises(ImportRefused, match="--market US"):
        recognise(header, "US")
    assert recognise(header, "US", told="US").market == "US"


def test_very_many_new_columns_are_not_all_named() -> None:
    (warning,) = recognise([*HEADER, *(f"New {n}" for n in range(500))], "US").warnings
    assert warning.endswith("New 18, New 19 and 480 more")
