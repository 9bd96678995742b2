"""Dates, ages and names as the screens write them."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len, set_cell_size

from console.ages import ago, span
from console.ages import day_words as day_words
from data.money import money_short, money_text
from data.records.base import Record
from data.text import searchable

if TYPE_CHECKING:  # a command that shows no list needs none
    from console.desk import Desk
    from console.find import Findings
    from console.query import Listing, Ordered

R = TypeVar("R", bound=Record)

NOTHING = "–"
"""What stands where there is nothing; in plain mode it is said."""


def due_words(due: date | None, today: date) -> str:
    """A due date against today, short: `-2 d`, `today`, `tmw`, `Fri`, `27 Nov`."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"{days} d"
    if days < 2:
        return ("today", "tmw")[days]
    return f"{due:%a}" if days < 7 else day_words(due, today)


def due_distance(due: date, today: date) -> str:
    """How far off a due date is: `2 d late`, `today`, `in 5 d`."""
    days = (due - today).days
    return f"{-days} d late" if days < 0 else f"in {days} d" if days else "today"


def moment(at: datetime, zone: tzinfo) -> str:
    """An instant, exact: `Sat 21 Nov 09:40`."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant as near as needed: `09:40` today, else with its day."""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else moment(at, zone)


def until(at: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant ahead, short: `14:00` today, `tmw 09:00`, `Fri 09:00`, `27 Nov`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days > 6:
        return day_words(local.date(), today)
    day = "" if days <= 0 else "tmw " if days == 1 else f"{local:%a} "
    return f"{day}{local:%H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How long ago, short; under a minute: `now`."""
    return "now" if (now - at).total_seconds() < 60 else ago(at, now)


def distance(at: datetime, now: datetime) -> str:
    """How far ahead an instant is, or how long past, as short as can be: `48m`, `3h`, `-2d`."""
    words = span(abs(at - now)).replace(" ", "").replace("min", "m")
    return "now" if words.endswith("s") else words if at > now else f"-{words}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 row`, `2,310 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def out_of(rows: Sequence[str], known: "Ordered[R]") -> str:
    """How many of a list are shown: `3 of 12 open`, `12 open`; `3 of 60` of all there ever were."""
    shown, there_are = known.tally(rows)
    if not known.asks_live:
        return f"{shown} of {there_are}"
    return f"{shown} open" if shown == there_are else f"{shown} of {there_are} open"


def unsought(query: str, known: "Ordered[R]", also: str = "") -> str:
    """What to add where words found nothing: where they weren't sought, `also` at any rate."""
    by_words = any(":" not in word and word[0] != "@" for word in query.split())
    what = also
    if known.asks_live:
        what = f"{also} and what has ended" if also else "What has ended"
    if not (by_words and what):
        return ""
    from screens.keymap import press  # a command has no keys, and needn't load what they need

    return f"\n{what} wasn't looked through: {press('desk.find')} looks everywhere"


def beside(desk: "Desk", listing: "Listing[R]", query: str) -> str:
    """What to add where a query finds nothing: how many its words find without its states."""
    from console.query import without_states

    found, states = without_states(desk, listing, query)
    if not found:
        return ""
    from screens.keymap import press

    does = "does" if found == 1 else "do"
    return f"\n{found:,} {does} without {' '.join(states)}: {press('list.query')} changes the query"


def how_much(found: "Findings", query: str) -> str:
    """How much was found everywhere, and what to type if that may not be all."""
    shown, total = len(found.shown), found.total
    newest = f"the newest {shown} of {total:,}" if shown < total else counted(total, "record")
    if found.cut:
        words = newest if shown else "nothing like that so far"
        return f"{words}; not all conversations were read: add a rarer word"
    if shown < total:
        return f"{newest} are shown; add a word"
    accents = searchable(query) != query.casefold()
    nowhere = "nothing like that anywhere" + ("; in messages accents count" if accents else "")
    return newest if shown else nowhere


def compact(number: int | None) -> str:
    """A large number in few letters: `412k`, `1.4M`; unknown: `–`."""
    if number is None:
        return "–"
    for size, letter in ((999_500, "M"), (1_000, "k")):
        if number >= size:
            amount = number / (1_000_000 if letter == "M" else 1_000)
            return f"{amount:.1f}{letter}" if amount < 9.95 else f"{amount:.0f}{letter}"
    return str(number)


def money_in(minor: int, currency: str, width: int) -> str:
    """An amount in full where a column of so many cells keeps a blank before it, else short."""
    whole = money_text(minor, currency)
    return whole if cell_len(whole) < width else money_short(minor, currency)


def percent(ratio: float | None) -> str:
    """A change with its sign: `+12 %`; too little to say: `–`."""
    return "–" if ratio is None else f"{ratio * 100:+.0f} %"


def how_far(client: str, file: str, rows: int, share: float | None) -> str:
    """How far the import of a file is: `aurora-skin: All order-….csv 43 % · 430,000 rows`."""
    far = f"{so_far(share)} · {counted(rows, 'row')}" if rows else " is being read"
    return f"{client}: {short_name(file)}{far}"


def so_far(share: float | None) -> str:
    """A part of the whole, with a blank before it: ` 43 %`; nothing where it can't be told."""
    return "" if share is None else f" {share * 100:.0f} %"


def short_name(file: str, width: int = 16) -> str:
    """A file's name in at most `width` cells; what is cut is its middle, so its kind stays."""
    if cell_len(file) <= width:
        return file
    _, dot, suffix = file.rpartition(".")
    end = dot + suffix if cell_len(suffix) <= width // 3 else ""
    return set_cell_size(file, width - 1 - cell_len(end)).rstrip() + "…" + end
