"""A client's figures on the command line: `metrics`."""

from collections.abc import Iterator
from datetime import date

from console import metrics
from console.args import read_date
from console.desk import Desk
from data.errors import UsageError
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
    rows = [[f"{day:%a %d %b}", *_cells(sums, client)] for day, sums in _daily(report)]
    rows.append(["sum", *_cells(report.total, client)])
    call.out.line(f"{client.title} · {report.first} to {report.last} · {client.currency}")
    head = ["day", *(name.replace("_", " ") for name in shape.FIGURES)]
    call.out.table(head, rows, right=head[1:])
    if report.imports:
        call.out.line(f"from {', '.join(f'I{number}' for number in report.imports)}")
    return 0


def _daily(report: metrics.Report) -> Iterator[tuple[date, metrics.Sums | None]]:
    for day, kept in report.days:
        yield day, metrics.sums([kept]) if kept else None


def _cells(sums: metrics.Sums | None, client: Client) -> list[str]:
    if sums is None:
        return [NOTHING] * len(shape.FIGURES)
    cells = []
    for name in shape.FIGURES:
        figure: int | None = getattr(sums, name)
        if figure is None:
            cells.append(NOTHING)
        else:
            money = name in shape.MONEY
            cells.append(money_text(figure, client.currency) if money else f"{figure:,}")
    return cells


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
