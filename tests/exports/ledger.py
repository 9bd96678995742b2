"""A client's imports in this process, without a store: what the reading makes of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from data.exports.job import FACTS, DayFigures, Job, Known, Report
from data.exports.reading import read
from tests.exports.truth import NAMES, Figures

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
_CENTS = {"gmv", "net_gmv", "refunded_amount"}


class Ledger:
    """Takes exports one after the other, as an intake would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.known: list[Known] = []
        self.days: dict[date, DayFigures] = {}

    def take(
        self, name: str, export: bytes, *, told: str | None = None, now: datetime = NOW
    ) -> Report:
        """Import one file, at that instant."""
        number = len(self.known) + 1
        work = self._folder / f"{number}"
        work.mkdir(exist_ok=True)
        (work / "export.csv").write_bytes(export)
        report = read(
            Job(
                file=str(work / "export.csv"),
                name=name,
                market="US",
                told=told,
                work=str(work),
                now=now,
                known=tuple(self.known),
            )
        )
        self.known.append(
            Known(
                number=number,
                facts=str(work / FACTS),
                as_of=report.as_of,
                first=report.first,
                last=report.last,
            )
        )
        self.days |= {day.day: day for day in report.days}
        return report

    def figures(self) -> dict[date, Figures]:
        """What it has come to, in dollars."""
        return {day: in_dollars(figures) for day, figures in self.days.items()}


def in_dollars(figures: object) -> Figures:
    """The figures of a day with money in dollars."""
    return {
        name: Decimal(getattr(figures, name)) / (100 if name in _CENTS else 1) for name in NAMES
    }
