"""A client's figures on the command line: `metrics`, `trace`."""

from datetime import date
from typing import get_args

from console import metrics
from console.days import read_date
from data.errors import UsageError
from data.figures import By, Part
from screens.figures import FIGURES, TITLES, figure_text
from screens.line import shape
from screens.line.call import Call, Command

BY: tuple[By, ...] = get_args(By)
PARTS: tuple[Part, ...] = get_args(Part)


def _metrics(call: Call) -> int:
    """`spotlight metrics CLIENT [--by WHAT] [--from D] [--to D]`."""
    desk = call.desk()
    client = desk.client(call.word(0, "the client's short name"))
    first, last = (day_said(call, name) for name in ("from", "to"))
    if (by := call.options.value("by")) is not None:
        from screens.line.tracing import broken  # it reads exports; other commands don't

        return broken(call, by, first, last)
    report = metrics.report(desk, client, first, last)
    if call.out.mode == "json":
        call.out.json(shape.report(report))
        return 0
    days = f"{report.first} to {report.last}"
    heading = [("client", client.title), ("days", days), ("currency", client.currency)]
    call.out.heading(heading)
    for part, title in TITLES.items():
        if part == "sales" or getattr(report.total, part) is not None:
            _table(call, report, part, title)
    if report.imports:
        call.out.tell("imports", f"from {', '.join(f'I{number}' for number in report.imports)}")
    return 0


def _table(call: Call, report: metrics.Report, part: Part, title: str) -> None:
    figures = [figure for figure in FIGURES if figure.part == part]
    days = [(f"{day:%a %d %b}", known) for day, known in report.days]
    rows = [
        [name, *(figure_text(known, figure, report.client.currency) for figure in figures)]
        for name, known in (*days, ("sum", report.total))
    ]
    head = ["day", *(figure.name.replace("_", " ") for figure in figures)]
    call.out.line()
    call.out.tell("part", title)
    call.out.table(head, rows, right=head[1:])


def day_said(call: Call, option: str) -> date | None:
    """The day given for an option. Raises `UsageError`."""
    word = call.options.value(option)
    try:
        return read_date(word, call.desk().today) if word is not None else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}.") from None


def _trace(call: Call) -> int:
    """`spotlight trace CLIENT DAY|ID [--part P] [--from D] [--to D]`."""
    from screens.line.tracing import trace

    return trace(call)


COMMANDS = (
    Command(
        "metrics",
        "CLIENT [--by WHAT] [--from D] [--to D]",
        "A client's figures, day by day and in all, or broken down; unsaid, this week's.",
        _metrics,
        options=("by", "from", "to"),
        most=1,
        more=(("--by", f"by {', '.join(BY)}"),),
    ),
    Command(
        "trace",
        "CLIENT DAY|ID [--part P] [--from D] [--to D]",
        "Where a client's figures come from: the rows of a day, an order, a product or an SKU.",
        _trace,
        options=("part", "from", "to"),
        most=2,
        more=(
            ("--part", f"only one of {', '.join(PARTS)}"),
            ("--from, --to", "of a product or an SKU, only rows of those days"),
        ),
    ),
)
