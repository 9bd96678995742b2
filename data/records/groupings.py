"""Groupings: which conversations were ever merged into one, split off it, or followed it. An index,
kept small: whether it still holds is said by the conversation itself.
"""

from data.records.base import Record


class Grouping(Record, frozen=True, kw_only=True):
    """`part` was merged into `whole`, split off it, or begun once it was closed."""

    TABLE = "groupings"
    KEYS = ("whole",)

    whole: int
    part: int
