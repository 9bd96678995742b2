"""What was traced or added up, as tables of words: the line mode and the console show the same."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from console.metrics import Parts
from console.tracing import Broken, Trail
from data.exports.inquiry import MOST_ROWS, CreatorSums, ProductSums, Row, Sample, TracedPart
from data.figures import Part
from data.money import money_text
from data.records.clients import Client
from data.settings import zone_named
from screens.figures import FIGURES, TITLES, figure_text
from screens.frame.sheet import Column, Sheet
from screens.say import NOTHING, counted

# -- a trace --------------------------------------------------------------------------------------


def trail_sheets(trail: Trail) -> list[Sheet]:
    """A table for each kind of export that has rows, the sums beneath."""
    sheets = [_traced(trail, part) for part in trail.found.parts]
    if (product := trail.found.product) is not None:
        cells = zip(_PRODUCTS, _product(product, trail.client.currency), strict=True)
        sums = " · ".join(f"{column.head} {cell}" for column, cell in cells if column.right)
        notes = (*sheets[-1].notes, f"what counts of the product: {sums}")
        sheets[-1] = msgspec.structs.replace(sheets[-1], notes=notes)
    return sheets


def files_sheet(trail: Trail) -> Sheet:
    """Which file each import of a trace was."""
    rows = tuple((f"I{number}", name) for number, name in trail.files.items())
    return Sheet("the files", (Column("import"), Column("file", gives=True)), rows)


_HEADS: dict[Part, tuple[str, ...]] = {
    "sales": ("GMV", "list price", "order's refund"),
    "returns": ("asked for",),
    "affiliate": ("GMV", "est. commission", "commission"),
}


def _traced(trail: Trail, traced: TracedPart) -> Sheet:
    columns = (
        Column("import"), Column("file", wide=True), Column("line", right=True), Column("counts"),
        Column("day", wide=True), Column("order"), Column("return", wide=True),
        Column("product", gives=True), Column("sku", wide=True), Column("creator", wide=True),
        Column("status", wide=True), Column("units", right=True),
        *(
            Column(head, right=True, wide=number > 0)
            for number, head in enumerate(_HEADS[traced.part])
        ),
    )  # fmt: skip
    rows = tuple(_row(trail, traced.part, row) for row in traced.rows)
    return _without_empty(Sheet(TITLES[traced.part], columns, rows, tuple(_notes(trail, traced))))


def _row(trail: Trail, part: Part, row: Row) -> tuple[str, ...]:
    amounts: tuple[int | None, ...] = (row.amount,)
    if part == "sales":
        amounts = (row.amount, row.list_amount, row.refund)
    elif part == "affiliate":
        amounts = (row.amount, row.est_commission, row.actual_commission)
    return (
        f"I{row.number}", trail.files[row.number], f"{row.line}", counts(row),
        row.day.isoformat() if row.day else NOTHING, row.order, row.request or "",
        row.product or row.product_id or NOTHING, row.sku or "", row.creator or "", row.status,
        f"{row.quantity:,}", *(_money(amount, trail.client) for amount in amounts),
    )  # fmt: skip


def counts(row: Row) -> str:
    """Whether a row is in the figures, and else why not, in a word or two."""
    match row.standing:
        case "counts":
            return "yes"
        case "superseded":
            return f"I{row.by} does"
        case "undated":
            return "no day"
        case word:
            return word


def _notes(trail: Trail, traced: TracedPart) -> Iterator[str]:
    if traced.total > len(traced.rows):
        yield f"the first {MOST_ROWS} of {traced.total:,} rows"
    if traced.figures is not None:
        known = msgspec.structs.replace(Parts(), **{traced.part: traced.figures})
        yield "what counts: " + " · ".join(
            f"{figure.name.replace('_', ' ')} {figure_text(known, figure, trail.client.currency)}"
            for figure in FIGURES
            if figure.part == traced.part
        )


# -- a breakdown ----------------------------------------------------------------------------------


def broken_sheet(broken: Broken) -> Sheet:
    """The table of a breakdown."""
    currency, zone = broken.client.currency, zone_named(broken.client.zone)
    columns: tuple[Column, ...]
    match broken.by:
        case "product":
            columns, rows = _PRODUCTS, [_product(p, currency) for p in broken.sums.products]
        case "creator":
            columns, rows = _CREATORS, [_creator(c, currency) for c in broken.sums.creators]
        case "sample":
            columns, rows = _SAMPLES, [_sample(s, zone) for s in broken.sums.samples]
    title = f"{broken.first} to {broken.last}: {counted(broken.sums.total, broken.by)}"
    notes = (f"the first {len(rows):,}",) if broken.sums.total > len(rows) else ()
    return Sheet(title, columns, tuple(rows), notes)


_PRODUCTS = (
    Column("product", gives=True), Column("id", wide=True), Column("GMV", right=True),
    Column("kept", right=True), Column("units", right=True), Column("orders", right=True),
    Column("returns", right=True), Column("affiliate GMV", right=True),
)  # fmt: skip
_CREATORS = (
    Column("creator", gives=True), Column("GMV", right=True), Column("orders", right=True),
    Column("units", right=True), Column("est. commission", right=True),
    Column("commission", right=True), Column("samples", right=True),
)  # fmt: skip
_SAMPLES = (
    Column("paid"), Column("creator"), Column("product", gives=True), Column("status", wide=True),
    Column("shipped"), Column("delivered"), Column("tracking", wide=True),
    Column("order", wide=True),
)  # fmt: skip


def _product(one: ProductSums, currency: str) -> tuple[str, ...]:
    return (
        one.product or NOTHING, one.product_id or NOTHING, money_text(one.gmv, currency),
        money_text(one.kept_gmv, currency), f"{one.units:,}", f"{one.orders:,}",
        f"{one.returns:,}", money_text(one.affiliate_gmv, currency),
    )  # fmt: skip


def _creator(one: CreatorSums, currency: str) -> tuple[str, ...]:
    return (
        f"@{one.creator}" if one.creator else NOTHING, money_text(one.affiliate_gmv, currency),
        f"{one.orders:,}", f"{one.units:,}", money_text(one.est_commission, currency),
        money_text(one.actual_commission, currency), f"{one.samples:,}",
    )  # fmt: skip


def _sample(one: Sample, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        one.day.isoformat(), f"@{one.creator}" if one.creator else NOTHING,
        ", ".join(one.products) or NOTHING, one.status, _at(one.shipped_at, zone),
        _at(one.delivered_at, zone), one.tracking_id or NOTHING, one.order,
    )  # fmt: skip


# -- cells ----------------------------------------------------------------------------------------


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}" if at else NOTHING


def _money(amount: int | None, client: Client) -> str:
    return NOTHING if amount is None else money_text(amount, client.currency)


def _without_empty(sheet: Sheet) -> Sheet:
    """Without the columns in which nothing stands."""
    kept = [any(row[at] for row in sheet.rows) for at in range(len(sheet.columns))]
    return msgspec.structs.replace(
        sheet,
        columns=tuple(c for c, is_kept in zip(sheet.columns, kept, strict=True) if is_kept),
        rows=tuple(
            tuple(cell for cell, is_kept in zip(row, kept, strict=True) if is_kept)
            for row in sheet.rows
        ),
    )
