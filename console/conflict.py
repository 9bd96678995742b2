"""Two people at one record: different fields merge, the same field is said."""

from datetime import datetime
from typing import TYPE_CHECKING

from console.fields import called, word
from data.errors import Conflict
from data.records.base import Record
from data.records.revert import STAMPS

if TYPE_CHECKING:
    from console.desk import Desk


def check_conflict(desk: "Desk", seen: Record, fresh: Record, done: Record) -> None:
    """Raise `Conflict` when a field that `done` sets was changed between `seen` and `fresh`.

    Times aside: a verb notes them with the field they belong to. Several of a kind, as tags, too:
    a verb adds to them or takes from them.
    """
    mine: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for field in frozenset(fresh.__struct_fields__) - STAMPS:
        was, now, then = (getattr(record, field) for record in (seen, fresh, done))
        if now != then and now != was and not isinstance(now or then, datetime | tuple):
            mine[field], theirs[field] = (word(desk, type(fresh), field, v) for v in (then, now))
    if mine:
        said = "; ".join(f"{called(field)} is now “{theirs[field]}”" for field in sorted(mine))
        raise Conflict(
            f"{fresh.updated_by} changed {fresh.ref} while you were at it: {said}.",
            mine=mine,
            theirs=theirs,
        )
