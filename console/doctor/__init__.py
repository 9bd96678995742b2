"""The doctor: looks the workspace over and says what to do about what isn't well.

It changes nothing, and says nothing of what stands in an export's rows or in a record. What takes
longest comes last, so that what is known can be shown at once.
"""

from collections.abc import Iterator

from console.desk import Desk
from console.doctor import access, files, references, store, written
from console.doctor.check import Check, State
from data.errors import SpotlightError

__all__ = ["Check", "State", "examine"]


def examine(desk: Desk) -> Iterator[Check]:
    """Look everything over, for the person at the desk."""
    yield from _as_far_as_it_goes("store", store.look(desk))
    yield from _as_far_as_it_goes("permissions", access.look(desk))
    yield from _as_far_as_it_goes("files", files.look(desk))
    yield from _as_far_as_it_goes("written by hand", written.look(desk))
    yield from _as_far_as_it_goes("references", references.look(desk))
    yield store.prove_chain(desk)


def _as_far_as_it_goes(about: str, checks: Iterator[Check]) -> Iterator[Check]:
    """The checks up to one that can't be made, which is one itself."""
    try:
        yield from checks
    except SpotlightError as error:
        yield Check(about, "fail", str(error))
    except OSError as error:
        yield Check(about, "fail", f"{error.strerror or error} ({error.filename})")
