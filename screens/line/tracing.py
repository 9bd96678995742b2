"""What `trace` and `metrics --by` print, as tables and as JSON. It reads exports: loaded late."""

from datetime import date

import msgspec

from console.metrics import Parts, days_meant
from console.tracing import Broken, Trail, broken_down, follow
from data.errors import UsageError
from data.exports.inquiry import CreatorSums, ProductSums, Row, Sample, TracedPart
from data.figures import Part
from data.money import major
from screens.figures import FIGURES
from screens.frame.sheet import Sheet
from screens.line import shape
from screens.line.call import Call
from screens.line.figures import BY, PARTS, day_said
from screens.line.out import Json
from screens.tracing.sheets import broken_sheet, trail_sheets


def trace(call: Call) -> int:
    """`spotlight trace CLIENT DAY|ID [--part P] [--from D] [--to D]`."""
    desk = call.desk()
    client = desk.client(call.word(0, "the client's short name"))
    asked = call.word(1, "a day, or the id of an order, a product or an SKU")
    first, last = (day_said(call, name) for name in ("from", "to"))
    trail = follow(desk, client, asked, part=_part(call), first=first, last=last)
    if call.out.mode == "json":
        call.out.json(trail_json(trail))
        return 0
    asked_for = ("asked for", trail.asked)
    call.out.heading([("client", client.title), asked_for, ("currency", client.currency)])
    for sheet in trail_sheets(trail):
        call.out.line()
        show(call, "part", sheet)
    return 0


def broken(call: Call, word: str, first: date | None, last: date | None) -> int:
    """`spotlight metrics CLIENT --by product|creator|sample [--from D] [--to D]`."""
    by = next((each for each in BY if each == word), None)
    if by is None:
        raise UsageError(f"--by {word}: it is {', '.join(BY[:-1])} or {BY[-1]}.")
    desk = call.desk()
    client = desk.client(call.word(0, "the client's short name"))
    found = broken_down(desk, client, by, *days_meant(desk, client, first, last))
    if call.out.mode == "json":
        call.out.json(broken_json(found))
        return 0
    call.out.heading([("client", client.title), ("currency", client.currency)])
    show(call, "days", broken_sheet(found))
    return 0


def _part(call: Call) -> Part | None:
    word = call.options.value("part")
    if word is None:
        return None
    for part in PARTS:
        if part == word:
            return part
    raise UsageError(f"--part {word}: it is {', '.join(PARTS[:-1])} or {PARTS[-1]}.")


def show(call: Call, label: str, sheet: Sheet) -> None:
    """Print a table and what is said beneath."""
    call.out.tell(label, sheet.title)
    heads = [column.head for column in sheet.columns]
    call.out.table(heads, sheet.rows, right=[c.head for c in sheet.columns if c.right])
    for note in sheet.notes:
        if call.out.mode == "plain":
            call.out.facts([[("note", part) for part in note.split(" · ")]])
        else:
            call.out.line(note)


# -- JSON -----------------------------------------------------------------------------------------


def trail_json(trail: Trail) -> dict[str, Json]:
    """`spotlight trace`.

    `asked` is the day or the id, `what` is `days`, `order` (or a return request) or `product` (or
    an SKU), `from` and `to` are `null` where any day was meant. `parts` has what orders, returns
    and affiliate exports say of it, where they say anything:

    - `part`, `total` (rows there are), `figures` (what the rows that count add up to, by the names
      of `spotlight metrics`; `null` of a product), `rows` (the first 500);
    - of a row: `import`, `file`, `line`, `standing` (`counts`, `sample`, `ineligible`, `undated`,
      `superseded`), `superseded_by`, `day`, `order`, `return`, `sku`, `product_id`, `product`,
      `status`, `creator`, `units`, `amount` (GMV, or what a return asks for), `list_amount`,
      `order_refund`, `est_commission`, `actual_commission`.

    `product` has the sums of a product, as a row of `spotlight metrics --by product`, else `null`.
    """
    currency, product = trail.client.currency, trail.found.product
    return {
        "client": trail.client.slug,
        "asked": trail.asked,
        "what": trail.found.what,
        "from": shape.value(trail.first),
        "to": shape.value(trail.last),
        "currency": currency,
        "parts": [_part_json(trail, part) for part in trail.found.parts],
        "product": None if product is None else _product(product, currency),
    }


def _part_json(trail: Trail, traced: TracedPart) -> dict[str, Json]:
    figures: dict[str, Json] | None = None
    if traced.figures is not None:
        known = msgspec.structs.replace(Parts(), **{traced.part: traced.figures})
        every = shape.figures(known, trail.client.currency)
        figures = {f.name: every[f.name] for f in FIGURES if f.part == traced.part}
    return {
        "part": traced.part,
        "total": traced.total,
        "figures": figures,
        "rows": [_row(trail, row) for row in traced.rows],
    }


def _row(trail: Trail, row: Row) -> dict[str, Json]:
    currency = trail.client.currency
    return {
        "import": f"I{row.number}",
        "file": trail.files[row.number],
        "line": row.line,
        "standing": row.standing,
        "superseded_by": f"I{row.by}" if row.by else None,
        "day": shape.value(row.day),
        "order": row.order,
        "return": row.request,
        "sku": row.sku,
        "product_id": row.product_id,
        "product": row.product,
        "status": row.status,
        "creator": row.creator,
        "units": row.quantity,
        "amount": major(row.amount, currency),
        "list_amount": _major(row.list_amount, currency),
        "order_refund": _major(row.refund, currency),
        "est_commission": _major(row.est_commission, currency),
        "actual_commission": _major(row.actual_commission, currency),
    }


def broken_json(broken: Broken) -> dict[str, Json]:
    """`spotlight metrics --by`: `client`, `from`, `to`, `currency`, `by`, `total` and `rows`.

    `total` is how many there are; `rows` has the first 5,000. Of a product: `product_id`,
    `product`, `gmv`, `kept_gmv` (lines that aren't cancelled, less the share that came back),
    `units`, `orders`, `returns` (requests), `affiliate_gmv`. Of a creator: `creator`,
    `affiliate_gmv`, `orders`, `units`, `est_commission`, `actual_commission`, `samples`. Of a
    sample: `order`, `creator`, `day`, `products`, `status`, `created_at`, `shipped_at`,
    `delivered_at`, `tracking_id`.
    """
    sums, currency = broken.sums, broken.client.currency
    rows = [
        *(_product(one, currency) for one in sums.products),
        *(_creator(one, currency) for one in sums.creators),
        *(_sample(one) for one in sums.samples),
    ]
    return {
        "client": broken.client.slug,
        "from": shape.value(broken.first),
        "to": shape.value(broken.last),
        "currency": currency,
        "by": broken.by,
        "total": sums.total,
        "rows": rows,
    }


def _product(one: ProductSums, currency: str) -> dict[str, Json]:
    money = ("gmv", "kept_gmv", "affiliate_gmv")
    return _struct(one) | {name: major(getattr(one, name), currency) for name in money}


def _creator(one: CreatorSums, currency: str) -> dict[str, Json]:
    money = ("affiliate_gmv", "est_commission", "actual_commission")
    return _struct(one) | {name: major(getattr(one, name), currency) for name in money}


def _sample(one: Sample) -> dict[str, Json]:
    return _struct(one)


def _struct(one: msgspec.Struct) -> dict[str, Json]:
    return {name: shape.value(getattr(one, name)) for name in one.__struct_fields__}


def _major(amount: int | None, currency: str) -> float | None:
    return None if amount is None else major(amount, currency)
