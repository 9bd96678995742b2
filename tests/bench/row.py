"""One line of the benchmark: what was measured, beside what, and what it may cost."""

from collections.abc import Sequence
from math import ceil
from statistics import median

import msgspec

__all__ = ["Row", "Sample", "median", "percentile", "slowest"]

Sample = list[float]
"""Repeated measurements of one thing, in one unit."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `budget` limits the ratio, or without a reference the value."""

    what: str
    value: float | None = None
    """As measured; `None`: it wasn't, `note` says why."""
    unit: str = "ms"
    reference: float | None = None
    """The same of what ran beside it, in the same unit."""
    beside: str = ""
    """What ran beside it."""
    budget: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured over reference."""
        if self.value is None or self.reference is None:
            return None
        return self.value / self.reference

    @property
    def over(self) -> bool:
        """Whether the budget is missed."""
        limited = self.value if self.reference is None else self.ratio
        return self.budget is not None and limited is not None and limited > self.budget

    @property
    def verdict(self) -> str:
        """`ok`, `OVER`, or nothing where there is nothing to judge."""
        if self.budget is None or self.value is None:
            return "–"
        return "OVER" if self.over else "ok"


def slowest(what: str, sample: Sequence[float], budget: float | None = None) -> Row:
    """A line of how long all but a twentieth took at most, with the median in its note."""
    value, note = percentile(sample, 0.95), f"p50 {median(sample):.1f}"
    return Row(what=f"{what}, p95", value=value, budget=budget, note=note)


def percentile(sample: Sequence[float], share: float) -> float:
    """The smallest of the sample that at least that share (0.95) of it doesn't exceed."""
    return sorted(sample)[max(0, ceil(share * len(sample)) - 1)]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, in columns that can be read as they are."""
    head = ("what", "measured", "reference", "ratio", "budget", "")
    return columns([head, *(_cells(row) for row in rows)])


def columns(lines: list[tuple[str, ...]]) -> str:
    """Lines of cells as a Markdown table, the first is its head."""
    sizes = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    lines.insert(1, tuple("-" * size for size in sizes))
    return "\n".join(
        "| " + " | ".join(cell.ljust(size) for cell, size in zip(line, sizes, strict=True)) + " |"
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    what = f"{row.what} ({row.note})" if row.note else row.what
    reference = "" if row.reference is None else f"{_figure(row.reference, row.unit)} {row.beside}"
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}×"
    limit = "" if row.budget is None else f"≤ {_limit(row)}"
    value = "not measured" if row.value is None else _figure(row.value, row.unit)
    return what, value, reference, ratio, limit, row.verdict


def _limit(row: Row) -> str:
    assert row.budget is not None
    return _figure(row.budget, row.unit) if row.reference is None else f"{row.budget:g}×"


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
