"""A client's figures on the command line: `metrics`."""

from datetime import date

from console import metrics
from console.args import read_date
from console.desk import Desk
from data.errors import UsageError
from data.figures import Part
from data.money import money_text
from data.records.clients import Client
from screens.line import shape
from screens.line.call import Call, Command
from screens.line.tables import NOTHING


def _metrics(call: Call) -> int:
    """`spotlight metrics CLIENT [--from D] [--to D]`."""
    desk = call.desk()
    client = desk.client(call.word(0, "the client's short name"))
    first, last = (_day(call, name, desk) for name in ("from", "to"))
    report = metrics.report(desk, client, first, last)
    if call.out.mode == "json":
        call.out.json(shape.report(report))
        return 0
    call.out.line(f"{client.title} · {report.first} to {report.last} · {client.currency}")
    for part, title in TITLES.items():
        if part == "sales" or getattr(report.total, part) is not None:
            _table(call, report, part, title)
    if report.imports:
        call.out.line(f"from {', '.join(f'I{number}' for number in report.imports)}")
    return 0


TITLES: dict[Part, str] = {
    "sales": "orders, by the day paid",
    "returns": "returns, by the day asked for",
    "affiliate": "affiliate orders, by the day paid",
}


def _table(call: Call, report: metrics.Report, part: Part, title: str) -> None:
    figures = [figure for figure in shape.FIGURES if figure.part == part]
    days = [(f"{day:%a %d %b}", known) for day, known in report.days]
    rows = [
        [name, *(_cell(known, figure, report.client) for figure in figures)]
        for name, known in (*days, ("sum", report.total))
    ]
    head = ["day", *(figure.name.replace("_", " ") for figure in figures)]
    call.out.line()
    call.out.line(title)
    call.out.table(head, rows, right=head[1:])


def _cell(known: metrics.Parts, figure: shape.Figure, client: Client) -> str:
    amount: int | None = getattr(getattr(known, figure.part), figure.field, None)
    if amount is None:
        return NOTHING
    return money_text(amount, client.currency) if figure.money else f"{amount:,}"


def _day(call: Call, option: str, desk: Desk) -> date | None:
    word = call.options.value(option)
    try:
        return read_date(word, desk.today) if word is not None else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}.") from None


COMMANDS = (
    Command(
        "metrics",
        "CLIENT [--from D] [--to D]",
        "A client's figures, day by day and in all; unsaid, this week's.",
        _metrics,
        options=("from", "to"),
        most=1,
    ),
)
