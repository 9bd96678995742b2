"""A client's imports in this process, without a store: what the reading makes of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from data.exports.job import FACTS, Answers, DayFigures, Job, Known, Recount, Report
from data.exports.reading import read, recount
from data.figures import Figures as DayPart
from data.figures import Part, Sales
from data.markets import market
from data.money import currency_of
from tests.exports.truth import Figures

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
NO_ANSWERS = Answers()
_COUNTS = {"orders", "units", "cancelled_orders", "sample_orders", "requests"}
_TRACES = {"imports", "as_of"}


class Ledger:
    """Takes exports one after the other, as an intake would."""

    def __init__(self, folder: Path, market: str = "US") -> None:
        self._folder = folder
        self._market = market
        self.taken = 0
        self.known: dict[Part, tuple[Known, ...]] = {}
        self.days: dict[Part, dict[date, DayFigures]] = {}

    def take(
        self, name: str, export: bytes, answers: Answers = NO_ANSWERS, now: datetime = NOW
    ) -> Report:
        """Import one file, at that instant."""
        number = self.taken + 1
        work = self._folder / f"{number}"
        work.mkdir(exist_ok=True)
        (work / "export.csv").write_bytes(export)
        report = read(
            Job(
                file=str(work / "export.csv"),
                name=name,
                market=self._market,
                answers=answers,
                work=str(work),
                now=now,
                known=self.known,
            )
        )
        self.taken = number
        known = Known(
            number=number,
            facts=str(work / FACTS),
            as_of=report.as_of,
            yields=report.yields,
            first=report.first,
            last=report.last,
        )
        self.known[report.part] = (*self.known.get(report.part, ()), known)
        self.days.setdefault(report.part, {}).update({day.day: day for day in report.days})
        return report

    def void(self, part: Part, number: int) -> None:
        """Take one out again."""
        (gone,) = (known for known in self.known[part] if known.number == number)
        self.known[part] = tuple(known for known in self.known[part] if known != gone)
        recounted = recount(Recount(part, gone, self.known[part], "America/Los_Angeles"))
        self.days[part].update({day.day: day for day in recounted.days})

    def figures(self, part: Part = "sales") -> dict[date, Figures]:
        """What it has come to, in major units."""
        decimals = currency_of(market(self._market).currency).decimals
        days = self.days.get(part, {}).items()
        return {day: in_dollars(one.figures, decimals) for day, one in days if one.figures}

    def sales(self, day: date) -> Sales:
        """What orders say of a day."""
        figures = self.days["sales"][day].figures
        assert isinstance(figures, Sales)
        return figures


def in_dollars(figures: DayPart, decimals: int = 2) -> Figures:
    """The figures of a day with money in major units."""
    return {
        name: Decimal(getattr(figures, name)) / (1 if name in _COUNTS else 10**decimals)
        for name in figures.__struct_fields__
        if name not in _TRACES
    }
