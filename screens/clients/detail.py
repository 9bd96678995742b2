"""One client's figures: the week and the chart; whole, the days and the files behind them."""

from datetime import date

from console import metrics
from console.desk import Desk
from data.figures import Sales
from data.money import money_short, money_text
from data.records.clients import Client
from data.records.imports import Import
from screens.clients.chart import chart
from screens.clients.work import work_lines
from screens.frame.paint import Pieces, fit, fit_right
from screens.imports.detail import import_lines
from screens.keymap import press
from screens.say import counted, day_words, money_in, percent

CHART_DAYS = 28
CHART_ROWS = 4
DAY_ROWS = 28
NEWEST = 6
"""So many imports are shown with a client that is shown whole."""


def newest_import(desk: Desk, client: Client) -> Import | None:
    """The client's newest import that was taken in."""
    imports = [i for i in desk.book.find(Import, "client", client.id) if i.counts]
    return max(imports, key=lambda record: record.id, default=None)


def page(desk: Desk, client: Client, width: int, *, whole: bool) -> list[Pieces]:
    """Card, open work, chart, week and newest import; `whole` with more of them, and the days.

    Beside the list all of it is sent again with each row, so that only says how the client is.
    """
    days = metrics.sales_of(desk, client)
    return [
        *_card(client),
        *work_lines(desk, client, width, whole=whole),
        *_chart(desk, client, days, width),
        *_week(desk, client, days),
        *_other_parts(desk, client),
        *(_days(desk, client, days) if whole else []),
        *_imports(desk, client, width, most=NEWEST if whole else 1),
    ]


def _card(client: Client) -> list[Pieces]:
    facts = f"{client.slug} · {client.market} · {client.currency} · {client.zone}"
    return [
        [(f" {client.title}", "strong"), (f"  {client.ref}", "dim")],
        [(f" {facts} · owner {client.owner or 'nobody'}", "dim")],
    ]


def _chart(desk: Desk, client: Client, days: dict[date, Sales], width: int) -> list[Pieces]:
    if not days:
        return [
            [],
            [(" No figures yet: put a Seller Center orders export into", "text")],
            [(f" {desk.workspace.drop / client.slug}", "accent")],
        ]
    span = metrics.span(max(days), CHART_DAYS)
    values = [day.gmv if (day := days.get(at)) else None for at in span]
    spread = 2 if width >= 2 * CHART_DAYS + 12 else 1
    top = max((value for value in values if value is not None), default=0)
    label = money_short(top, client.currency)
    lines: list[Pieces] = [[], [(" GMV A DAY", "dim"), (f"  {CHART_DAYS} days", "dim")]]
    for number, row in enumerate(chart(values, CHART_ROWS)):
        edge = label if number == 0 else ""
        drawn = "".join(cell * spread for cell in row)
        lines.append([(fit_right(edge, 9) + " ", "dim"), (drawn, "accent")])
    ends = f"{day_words(span[0], span[-1])}", f"{day_words(span[-1], span[0])}"
    room = CHART_DAYS * spread - len(ends[0])
    lines.append([(" " * 10 + ends[0] + ends[1].rjust(room), "dim")])
    return lines


_MEASURES = (
    ("GMV", "gmv", True), ("net GMV", "net_gmv", True), ("orders", "orders", False),
    ("units", "units", False), ("AOV", "aov", True), ("cancelled", "cancelled_orders", False),
    ("refunded", "refunded_amount", True), ("samples", "sample_orders", False),
)  # fmt: skip
"""Label, figure, and whether it is money."""


def _week(desk: Desk, client: Client, days: dict[date, Sales]) -> list[Pieces]:
    week = metrics.week(days, client)
    if week is None:
        return []
    least = desk.workspace.settings.fewest_orders
    title = f"{week.first:%a} {week.first.day} – {day_words(week.last, desk.today)}"
    heads = f" {fit(title, 15)} {'this week':>9}{'last week':>14}{'change':>9}"
    lines: list[Pieces] = [[], [(heads, "dim")]]
    for label, figure, cash in _MEASURES:
        now: int | None = getattr(week.this, figure)
        then: int | None = getattr(week.before, figure, None)
        lines.append(
            [
                (f" {label:<11}", "dim"),
                (fit_right(_figure(now, client.currency if cash else None), 14), "text"),
                (fit_right(_figure(then, client.currency if cash else None), 14), "dim"),
                (fit_right(percent(week.change(figure, least)), 9), "text"),
            ]
        )
    return lines


def _figure(value: int | None, currency: str | None) -> str:
    """A figure in full, as money where there is a currency."""
    if value is None:
        return "–"
    return money_text(value, currency) if currency else f"{value:,}"


def _other_parts(desk: Desk, client: Client) -> list[Pieces]:
    """What returns and affiliate orders say of the same days, where exports cover them."""
    report = metrics.report(desk, client, None, None)
    returns, affiliate, money = report.total.returns, report.total.affiliate, client.currency
    lines: list[Pieces] = []
    if returns is not None:
        asked, back = money_text(returns.amount, money), money_text(returns.refunded, money)
        words = f"{counted(returns.requests, 'request')}, {asked} asked for, {back} given back"
        lines.append([(" returns    ", "dim"), (words, "text")])
    if affiliate is not None:
        gmv, est = money_text(affiliate.gmv, money), money_text(affiliate.est_commission, money)
        paid = money_text(affiliate.actual_commission, money)
        words = f"{gmv} by {counted(affiliate.orders, 'order')}"
        lines.append([(" affiliate  ", "dim"), (words, "text")])
        lines.append([(" commission ", "dim"), (f"{est} estimated, {paid} settled", "text")])
    return [[], *lines] if lines else []


_DAY_COLUMNS = (("GMV", 12), ("net", 12), ("orders", 7), ("units", 6), ("refunded", 10))


def _days(desk: Desk, client: Client, days: dict[date, Sales]) -> list[Pieces]:
    if not days:
        return []
    heads = "".join(fit_right(head, size) for head, size in _DAY_COLUMNS)
    lines: list[Pieces] = [[], [(f" {'DAYS':<12}{heads}  from", "dim")]]
    for at in reversed(metrics.span(max(days), DAY_ROWS)):
        if at < min(days):
            break
        lines.append(_day(client, at, days.get(at), desk.today))
    return lines


def _day(client: Client, at: date, day: Sales | None, today: date) -> Pieces:
    name = fit(f" {at:%a} {day_words(at, today)}", 13)
    if day is None:
        return [(name, "dim"), ("  no import covers this day", "dim")]
    words = (
        money_in(day.gmv, client.currency, 12),
        money_in(day.net_gmv, client.currency, 12),
        f"{day.orders:,}",
        f"{day.units:,}",
        money_in(day.refunded_amount, client.currency, 10),
    )
    cells = "".join(fit_right(w, size) for w, (_, size) in zip(words, _DAY_COLUMNS, strict=True))
    files = " ".join(f"I{number}" for number in day.imports)
    partial = "" if metrics.complete(at, day, client) else "  partial"
    return [(name, "text"), (cells, "text"), (f"  {files}{partial}", "dim")]


def _imports(desk: Desk, client: Client, width: int, *, most: int) -> list[Pieces]:
    imports = sorted(desk.book.find(Import, "client", client.id), key=lambda i: -i.id)
    if not imports:
        return []
    more = (
        f"  {len(imports)} in all, {press('clients.imports')} shows them"
        if len(imports) > NEWEST
        else ""
    )
    heading: list[Pieces] = [[], [(" IMPORTS", "dim"), (more, "dim")]]
    return heading + [line for one in imports[:most] for line in import_lines(desk, one, width)]
