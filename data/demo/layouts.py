"""What an orders export looks like in each market: its columns, its times, who buys there.

The columns are those of exports seen in 2024 (Vietnam) and 2026 (United States); the order of
Indonesia's is assumed. Outside the US there is no Product ID, and addresses go by the country's
own parts.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from data.demo.writing import columns, day_first, month_first

_US = (
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,"
    "Seller SKU,Product ID,Product Name,Variation, Virtual Bundle Seller SKU,Quantity,"
    "Sku Quantity of return,SKU Unit Original Price,SKU Subtotal Before Discount,"
    "SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,"
    "Shipping Fee After Discount,Original Shipping Fee,Shipping Fee Seller Discount,"
    "Co-Funded Shipping Fee Discount,Shipping Fee Platform Discount,Payment platform discount,"
    "Retail Delivery Fee,Taxes,Order Amount,Order Refund Amount,Created Time,Paid Time,RTS Time,"
    "Shipped Time,Delivered Time,Cancelled Time,Cancel By,Cancel Reason,Fulfillment Type,"
    "Warehouse Name,Tracking ID,Delivery Option Type,Delivery Option,Shipping Provider Name,"
    "Buyer Message,Buyer Nickname,Buyer Username,Recipient,Phone #,Country,State,City,Zipcode,"
    "Address Line 1,Address Line 2,Delivery Instruction,Payment Method,Weight(kg),"
    "Product Category,Package ID,Seller Note,Shipping Information,Combined Listing,Order Channel,"
    "Creator Handle"
)
_ASIA = (
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,"
    "Seller SKU,Product Name,Variation,Quantity,Sku Quantity of return,SKU Unit Original Price,"
    "SKU Subtotal Before Discount,SKU Platform Discount,SKU Seller Discount,"
    "SKU Subtotal After Discount,Shipping Fee After Discount,Original Shipping Fee,"
    "Shipping Fee Seller Discount,Shipping Fee Platform Discount,Payment platform discount,{fee}"
    "Taxes,Order Amount,Order Refund Amount,Created Time,Paid Time,RTS Time,Shipped Time,"
    "Delivered Time,Cancelled Time,Cancel By,Cancel Reason,Fulfillment Type,Warehouse Name,"
    "Tracking ID,Delivery Option,Shipping Provider Name,Buyer Message,Buyer Username,Recipient,"
    "Phone #,{address},Detail Address,Additional address information,Payment Method,Weight(kg),"
    "Product Category,Package ID,Seller Note,Checked Status,Checked Marked by"
)


class Buyer(msgspec.Struct, frozen=True):
    """Somebody who buys. Invented; what a reader of exports must never keep."""

    name: str
    login: str
    """How the user name begins."""
    address: dict[str, str]
    """Cells by column."""


class Layout(msgspec.Struct, frozen=True):
    """What a market's orders export looks like."""

    header: tuple[str, ...]
    times: Callable[[datetime], str]
    dressed: bool
    """Some orders have amounts with a currency sign and marks between thousands."""
    carrier: str
    phone: str
    """How phone numbers begin."""
    buyers: tuple[Buyer, ...]

    def buyer_of(self, order_id: str) -> Buyer:
        """Who made that order."""
        return self.buyers[int(order_id[-3:]) % len(self.buyers)]


def _american(name: str, street: str, city: str, state: str, zipcode: str) -> Buyer:
    address = {
        "Buyer Nickname": name,
        "Country": "United States",
        "State": state,
        "City": city,
        "Zipcode": zipcode + "\t",
        "Address Line 1": street,
    }
    return Buyer(name, name.split()[0].casefold(), address)


def _asian(places: str) -> Callable[..., Buyer]:
    """Makes buyers whose address has those columns, from the country down."""
    names = columns(f"{places},Detail Address")

    def buyer(name: str, login: str, *address: str) -> Buyer:
        return Buyer(name, login, dict(zip(names, address, strict=True)))

    return buyer


_VN_PLACES = "Country,Province,District,Commune"
_PH_PLACES = "Country,Region,Province,Municipality,Barangay"
_ID_PLACES = "Zipcode,Country,Province,Regency and City,Districts,Villages"
_viet, _pinoy, _indo = _asian(_VN_PLACES), _asian(_PH_PLACES), _asian(_ID_PLACES)

LAYOUTS = {
    "US": Layout(
        header=columns(_US),
        times=month_first,
        dressed=False,
        carrier="USPS",
        phone="(+1)555",
        buyers=(
            _american("Perpetua Quillfeather", "14 Larkspur Loop", "Boise", "Idaho", "83702"),
            _american("Barnaby Thistlewood", "902 Old Mill Run", "Austin", "Texas", "78704"),
            _american("Ottoline Marchbanks", "7 Harbor Steps", "Tampa", "Florida", "33602"),
            _american(
                "Cornelius Vandersloot", "3310 Juniper Way", "Fresno", "California", "93704"
            ),
        ),
    ),
    "VN": Layout(
        header=columns(_ASIA.format(fee="", address=_VN_PLACES)),
        times=day_first,
        dressed=True,
        carrier="Giao Nhanh Sao Mai",
        phone="(+84)95",
        buyers=(
            _viet("Tống Vân Hạc", "vanhac", "Vietnam", "Đà Nẵng", "Quận Hải Châu",
                  "Phường Thạch Thang", "Số 9 ngõ Hoa Giấy"),
            _viet("Lục Minh Sương", "minhsuong", "Vietnam", "Hà Nội", "Quận Ba Đình",
                  "Phường Cống Vị", "Tầng 3, nhà 41 phố Mây"),
        ),
    ),
    "PH": Layout(
        header=columns(_ASIA.format(fee="", address=_PH_PLACES)),
        times=day_first,
        dressed=True,
        carrier="Habagat Express",
        phone="(+63)955",
        buyers=(
            _pinoy("Liwayway Dimasupil", "liwayway", "Philippines", "Visayas", "Cebu",
                   "Cebu City", "Lahug", "Unit 4, 12 Sampaguita Lane"),
            _pinoy("Crisanto Balagtasan", "crisanto", "Philippines", "Luzon", "Laguna",
                   "Calamba", "Halang", "88 Ilang-Ilang St., blue gate"),
        ),
    ),
    "ID": Layout(
        header=columns(_ASIA.format(fee="Buyer Service Fee,", address=_ID_PLACES)),
        times=day_first,
        dressed=False,
        carrier="Kilat Nusa",
        phone="(+62)855",
        buyers=(
            _indo("Kirana Wulanrembulan", "kirana", "40115\t", "Indonesia", "Jawa Barat",
                  "Kota Bandung", "Coblong", "Dago", "Jalan Awan Jingga No. 7"),
            _indo("Bagas Suryalangit", "bagas", "60241\t", "Indonesia", "Jawa Timur",
                  "Kota Surabaya", "Wonokromo", "Darmo", "Gang Kenanga 3, RT 02/RW 05"),
        ),
    ),
}  # fmt: skip
"""By market. Of other markets no orders export is known."""
