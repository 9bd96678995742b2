"""Figures as shapes: a line of blocks, and a chart of some rows. A day without data is a gap."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"


def sparkline(values: Sequence[int | None]) -> str:
    """One block a value, the highest full; `·` where there is none."""
    top = max((value for value in values if value is not None), default=0)
    return "".join(GAP if value is None else _block(value, top) for value in values)


def _block(value: int, top: int) -> str:
    return BLOCKS[0] if top <= 0 else BLOCKS[max(0, min(7, round(value / top * 8) - 1))]


def chart(values: Sequence[int | None], height: int) -> list[str]:
    """The values as columns of `height` rows, the top row first."""
    top = max((value for value in values if value is not None), default=0)
    eighths = [None if v is None else round(v / top * height * 8) if top > 0 else 0 for v in values]
    rows = []
    for row in reversed(range(height)):
        cells = [_cell(filled, row) for filled in eighths]
        rows.append("".join(cells))
    return rows


def _cell(filled: int | None, row: int) -> str:
    if filled is None:
        return GAP if row == 0 else " "
    here = filled - row * 8
    if here <= 0:
        return BLOCKS[0] if row == 0 else " "
    return BLOCKS[min(here, 8) - 1]
