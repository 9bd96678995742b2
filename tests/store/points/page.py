"""The page that says what becomes of a store that is hurt."""

from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/crash-points.md"
HEAD = """\
# What the store survives, and what it says then

Made by `python -m tests.store.points > docs/crash-points.md`, which lets each piece of work of the
store die at each of its points and hurts each of its files; `tests/store/test_points.py` holds
every line of it.

## Where a process can die

Before each call that changes the disk, halfway through each write, and after the last call, which
is when a change is acknowledged (after one call is before the next). Each time the next one to come
opens the store and must find it as it was, or with the whole change in it, and the whole change if
it was acknowledged; then it commits and folds, and a third one must find just that.

*Disks* are those that a power cut at any point could leave: of names in a folder that wasn't synced
none, all, all but one, only one or the first few, and of bytes that weren't synced none, all, half,
or their length without them. On each of them the same must be found. Not tried: pages of one write
that reach the disk in another order, which would be named as damage.
"""

DAMAGE = """
## What can happen to the files

A store of nine changes: five, a fold, one, a fold, three. Segments begin with entries 1, 6 and 7;
`store.json` holds six entries, `store.prev.json` five. Each time somebody opens it and reads, then
commits and folds; so does a console that had it open. Less than all is never there without a word.
"""


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A heading and a table under it."""
    lines = [head, ["---"] * len(head), *rows]
    return f"\n### {title}\n\n" + "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
