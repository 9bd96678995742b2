"""What can go wrong with a file, tried by putting it into a drop folder."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.hazards.box import ORDERS, Box


class Case(msgspec.Struct, frozen=True):
    """One thing that can be wrong, and what people are told and see then."""

    hazard: str
    file: str
    """What is put where, in words."""
    make: Callable[[Box], object]
    """Puts it there; the folder is swept afterwards."""
    outcome: str
    """What the imports, the folder and the figures say in the end, as `Box.told` has it."""
    market: str = "US"
    """The client's."""


class Impossible(Exception):
    """What a case needs, this box or this account hasn't got."""


def run(case: Case) -> str:
    """What becomes of a case, tried with a real intake and its child. Raises `Impossible`."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as root:
        box = Box(Path(root), case.market)
        try:
            case.make(box)
            box.sweep()
            return box.told()
        finally:
            box.close()


def puts(export: bytes, name: str = ORDERS) -> Callable[[Box], object]:
    """Puts one file into the client's folder."""
    return lambda box: box.put(export, name)
