"""Company: who else has a conversation open, and who is writing in it."""

from collections.abc import Iterable
from datetime import datetime

from data.presence import Level, Present
from screens.frame.paint import Pieces
from screens.say import age

_DOES: dict[Level, str] = {"composing": "writes", "viewing": "reads", "away": "is away"}
"""What somebody does who has it open, who presses most first."""
_LEVELS = [*_DOES]


def company(others: Iterable[Present], ref: str) -> list[Present]:
    """Those who have that record open, whoever writes first."""
    here = (each for each in others if each.where.record == ref)
    return sorted(here, key=lambda each: (_LEVELS.index(each.where.level), each.name))


def briefly(others: Iterable[Present], ref: str) -> str:
    """In few words: `jo writes`; nobody is there: nothing."""
    here = [each for each in company(others, ref) if each.where.level != "away"]
    return f"{here[0].name} {_DOES[here[0].where.level]}" if here else ""


def company_line(others: Iterable[Present], ref: str, now: datetime) -> Pieces:
    """Everybody, and since when: `jo writes, 2 min · sam reads, now`."""
    told = [
        f"{each.name} {_DOES[each.where.level]}, {age(each.at or each.since, now)}"
        for each in company(others, ref)
    ]
    return [(f" {' · '.join(told)}", "warn")] if told else []
