"""Every hazard that is tried, and the page about them."""

from collections.abc import Iterable
from pathlib import Path

from tests.hazards import broken, folder, trouble, writing
from tests.hazards.case import Case

PAGE = Path(__file__).parents[2] / "docs/hazards.md"
_ROOMS = {
    "How exports are written": writing.CASES,
    "What is wrong with the file": broken.CASES,
    "Where it lies, and when": folder.CASES,
    "What goes wrong around it": trouble.CASES,
}
CASES: tuple[Case, ...] = tuple(case for cases in _ROOMS.values() for case in cases)
_HEAD = """\
# What can be wrong with a file, and what happens then

Made by `python -m tests.hazards > docs/hazards.md`, which puts each of these files into a real drop
folder and writes down what people are told and see; `tests/hazards` holds every line of it. `→` is
time going by. *done* and *rejected* are where the file lies afterwards; whatever stays in the
folder is tried again, or waits for somebody.
"""


def page(outcomes: Iterable[str]) -> str:
    """The page, with these outcomes of the cases, in order."""
    told = iter(outcomes)
    text = _HEAD
    for room, cases in _ROOMS.items():
        text += f"\n## {room}\n\n| hazard | file | outcome |\n|---|---|---|\n"
        for case in cases:
            row = (case.hazard, case.file, next(told))
            text += f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n"
    return text
