"""What the reading child is asked about facts it wrote before, and what it finds there.

`Trace`: which rows is a figure made of? `Breakdown`: what do products, creators or samples come to?
Money is in minor units of the client's currency, days are as written in the exports.
"""

from datetime import date
from typing import Literal

import msgspec

from data.exports.job import Known
from data.exports.roster import Sample as Sample
from data.exports.talk import Heard, Listen
from data.figures import By, Figures, Part

MOST_ROWS = 500
"""So many rows a trace shows at most."""
MOST_SUMS = 5_000
"""So many products, creators or samples a breakdown gives at most."""

Standing = Literal["counts", "sample", "ineligible", "undated", "superseded"]
"""What a row is to the figures. `counts`: it is in them. `sample`: of an order that is counted as
a sample and nothing else. `ineligible`: it earns nothing. `undated`: its order has no day, as one
that isn't paid. `superseded`: another import's word on the order counts."""


class Trace(msgspec.Struct, frozen=True, tag="trace"):
    """Which rows of the facts is a figure made of, and which did they take the place of?"""

    known: dict[Part, tuple[Known, ...]]
    """The client's imports that count, by what they became."""
    id: str | None
    """Of an order, a return request, a product or an SKU; `None`: all rows of those days."""
    first: date | None = None
    last: date | None = None
    """The days asked about; `None`: any. An order's rows are given whatever their day."""


class Breakdown(msgspec.Struct, frozen=True, tag="breakdown"):
    """What do the rows that count on some days come to, by product, by creator or by sample?"""

    known: dict[Part, tuple[Known, ...]]
    by: By
    first: date
    last: date
    zone: str
    """IANA name of the zone of times in the facts."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of an export, as its facts have it."""

    number: int
    """Its import's."""
    line: int
    """Where it starts in the file; the first line is 1."""
    standing: Standing
    by: int | None
    """Superseded: by which import."""
    day: date | None
    """The day its import puts its order on."""
    order: str
    request: str | None = None
    """The return request's id, of a returns export."""
    sku: str | None
    product_id: str | None = None
    product: str | None
    status: str
    creator: str | None = None
    quantity: int
    amount: int
    """Makes GMV, of returns the amount asked for."""
    list_amount: int | None = None
    """Orders: before discounts. An order that comes to 0 is a sample."""
    refund: int | None = None
    """Orders: what was refunded of the whole order; it stands on each of its rows."""
    est_commission: int | None = None
    actual_commission: int | None = None
    """Affiliate orders: standard, Shop Ads and co-funded together."""
    delivered: date | None = None
    """When its order was delivered, where the export says so."""


class TracedPart(msgspec.Struct, frozen=True):
    """The rows of one kind of export."""

    part: Part
    rows: tuple[Row, ...]
    """The first of them, by order; of each order those that count before what they superseded."""
    total: int
    """How many there are."""
    figures: Figures | None
    """What those that count add up to. `None`: of a product, as orders have amounts of their own;
    and where nothing counts on a day."""


class ProductSums(msgspec.Struct, frozen=True, kw_only=True):
    """A product's figures, from rows alone.

    What is said of whole orders (refunds, net GMV) can't be told by product.
    """

    product_id: str | None
    """`None`: no export that has its SKUs says it."""
    product: str | None
    """The newest name."""
    gmv: int
    kept_gmv: int
    """GMV of lines that aren't cancelled, each less the share of its quantity that came back."""
    units: int
    orders: int
    """Distinct orders; one of two products counts at each."""
    returns: int
    """Distinct return requests of those days."""
    affiliate_gmv: int


class CreatorSums(msgspec.Struct, frozen=True, kw_only=True):
    """A creator's figures."""

    creator: str | None
    """The handle; `None`: a creator's own export doesn't say whose it is."""
    affiliate_gmv: int
    orders: int
    units: int
    est_commission: int
    actual_commission: int
    samples: int
    """Sample orders they got."""


class Traced(msgspec.Struct, frozen=True, tag="traced"):
    """Where a figure comes from."""

    what: Literal["days", "order", "product"]
    """What was asked about, as the facts know it."""
    parts: tuple[TracedPart, ...]
    """Those with rows."""
    product: ProductSums | None = None
    """What a product's rows that count come to, on the days asked about."""


class Sums(msgspec.Struct, frozen=True, tag="sums"):
    """A breakdown: products and creators by GMV, the largest first, samples by day, the newest
    first."""

    products: tuple[ProductSums, ...] = ()
    creators: tuple[CreatorSums, ...] = ()
    samples: tuple[Sample, ...] = ()
    total: int = 0
    """How many there are of what was asked for."""


Inquiry = Trace | Breakdown | Listen
Finding = Traced | Sums | Heard
