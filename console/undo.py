"""Taking back and putting back.

`u` takes back the newest entry of this session that stands, again and again; `U` puts back what
was taken back. Both are entries of their own, so that nothing vanishes from the history.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import takewhile

import msgspec

from console.ages import ago
from console.clients import short_name_taken
from console.desk import Desk
from console.fields import called, held, word
from console.history import REDO, UNDO, find, named_by, owners, sentence
from console.kinds import TABLES
from console.qa import cannot_revert
from console.table import VERBS
from data.errors import RefusalError
from data.records.base import Record
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation, over
from data.records.imports import Import
from data.records.messages import Message
from data.records.people import Person
from data.records.revert import STAMPS, Left, says_something
from data.records.runs import Check, Run
from data.records.turns import Turn
from data.store import Change, Entry
from data.text import plain

OLD = timedelta(hours=1)
"""Taking back what is older is asked for first."""
_FOLLOW = frozenset({Turn.TABLE})
"""What is only written down beside a record, and doesn't stand for it."""


class Candidate(msgspec.Struct, frozen=True):
    """The entry that would be taken back next."""

    entry: Entry
    ask: str | None
    """Why to ask the person first, naming verb, record and age; `None`: needn't."""


class TakenBack(msgspec.Struct, frozen=True):
    """What an undo or redo did."""

    entry: Entry
    """What was taken back or put back: the entry of a verb."""
    left: tuple[str, ...]
    """Records left as they are because somebody changed them since, with the fields."""


def next_undo(desk: Desk, *, past: Collection[int] = ()) -> Candidate:
    """My newest entry that stands, of this session if there is one.

    `past` are entries to pass over, by number. Whoever would go past one that can't be taken back
    is asked first. Raises `RefusalError` when there is none.
    """
    for entry in _mine(desk):
        if entry.verb == UNDO or entry.seq in past or _sealed(desk, entry):
            continue
        age = desk.clock.now() - entry.at
        here = entry.session == desk.me.session
        asked = f"“{sentence(entry)}”, {ago(entry.at, desk.clock.now())} ago"
        asked += "" if here else ", in another session"
        if stays := _in_the_way(desk, entry, past):
            return Candidate(entry, f"“{sentence(stays)}” can't be taken back; before it {asked}")
        return Candidate(entry, None if here and age <= OLD else asked)
    mine = (each for each in _lasting(desk) if each.session == desk.me.session)
    if (stays := next(mine, None)) is None:
        raise RefusalError("nothing of yours to take back")
    raise RefusalError(f"“{sentence(stays)}” stays: nothing of yours to take back before it")


def next_redo(desk: Desk) -> Entry:
    """What I took back last in this session. Raises `RefusalError` when there is nothing."""
    for entry in _mine(desk):
        if entry.session == desk.me.session:
            if entry.verb == UNDO:
                return entry
            if entry.verb != REDO:  # what was done since stands on what was taken back
                break
    raise RefusalError("nothing to put back")


def take_back(desk: Desk, entry: Entry) -> TakenBack:
    """Take an entry back. Raises `RefusalError` when all it changed was changed since."""
    return _revert(desk, UNDO, entry)


def put_back(desk: Desk, entry: Entry) -> TakenBack:
    """Take an undo back. Raises `RefusalError` as `take_back`, and where a rule forbids it now."""
    return _revert(desk, REDO, entry)


def _mine(desk: Desk) -> Iterator[Entry]:
    """My entries that can be undone or redone and weren't, newest first, undos among them.

    Those of this session come first; another's only when this one has none left.
    """
    taken_back: set[int] = set()
    elsewhere: list[Entry] = []
    for entry in find(desk, by=desk.me.name):
        if entry.undoes is not None:
            taken_back.add(entry.undoes)
        if entry.seq in taken_back or not _can_be(entry):
            continue
        if entry.session == desk.me.session:
            yield entry
        elif entry.seq > desk.opened_at:
            elsewhere.append(entry)  # from another console, while this one was open
        else:
            yield from elsewhere
            elsewhere.clear()
            yield entry
    yield from elsewhere


def _lasting(desk: Desk, after: int = 0) -> Iterator[Entry]:
    """What I did after that entry that can't be taken back, newest first."""
    later = takewhile(lambda entry: entry.seq > after, find(desk, by=desk.me.name))
    return (entry for entry in later if _lasts(entry))


def _lasts(entry: Entry) -> bool:
    return entry.verb in VERBS and VERBS[entry.verb].lasting


def _sealed(desk: Desk, entry: Entry) -> bool:
    """Whether all records it is named after were changed by what can't be taken back: a reply
    that was sent."""
    over = [change for later in _lasting(desk, entry.seq) for change in later.changes]
    beneath = (c for c in entry.changes if any(_same(c, other) for other in over))
    named = {*named_by(entry)}  # some, as who is away, name none
    return bool(named) and named <= {ref for change in beneath for ref in owners(change)}


def _same(one: Change, other: Change) -> bool:
    """Whether they set the same field of the same record."""
    here = (one.table, one.id) == (other.table, other.id)
    return here and bool((_fields(one) & _fields(other)) - STAMPS)


def _fields(change: Change) -> set[str]:
    return {*(change.before or {}), *(change.after or {})}


def _in_the_way(desk: Desk, entry: Entry, past: Collection[int]) -> Entry | None:
    """The newest thing I did after that entry that can't be taken back; `None` also once I have
    gone past it."""
    undone: set[int] = set()
    for later in find(desk, by=desk.me.name):
        if later.seq <= entry.seq:
            return None
        if later.undoes is not None:
            undone.add(later.undoes)
        if later.seq in past or _lasts(later):
            return None if any(seq < later.seq for seq in undone) else later
    return None


def _can_be(entry: Entry) -> bool:
    """Whether an entry is of the kind that can be taken back."""
    verb = VERBS.get(entry.verb)
    return entry.verb in (UNDO, REDO) or (verb is not None and not verb.lasting)


def _revert(desk: Desk, verb: str, entry: Entry) -> TakenBack:
    with desk.book.begin(verb, undoes=entry.seq) as tx:
        left = [one for one in tx.revert(entry) if one.table not in _FOLLOW]
        told = [c for c in entry.changes if c.table != Person.TABLE or c.before is not None]
        told = [c for c in told if c.table not in _FOLLOW and says_something(c)]
        if left and len(left) == len(told):
            raise RefusalError(f"{_left(desk, left[0], entry)}: {sentence(entry)} stays as it is")
        for change in entry.changes:
            _check_client(tx, change)
            _check_figures(tx, change)
            _check_run(tx, change)
            _check_pending(tx, change)
    return TakenBack(_first(desk, entry), tuple(_left(desk, one, entry) for one in left))


def _check_client(tx: Tx, change: Change) -> None:
    """A client put back must not take the short name of one taken on since."""
    client = tx.get(Client, change.id) if change.table == Client.TABLE else None
    if client is None or client.archived_at is not None:
        return
    if refusal := short_name_taken(tx, client.slug, but=client.id):
        raise RefusalError(refusal.reason)


def _check_run(tx: Tx, change: Change) -> None:
    """What is signed stays as it was signed."""
    check = tx.get(Check, change.id) if change.table == Check.TABLE else None
    number = check.run if check else change.id if change.table == Run.TABLE else None
    run = tx.get(Run, number) if number is not None else None
    if run is None:
        return
    if refusal := cannot_revert(tx, run, made=change.before is None):
        raise RefusalError(refusal.reason)


def _check_pending(tx: Tx, change: Change) -> None:
    """What is over holds no reply that waits to be sent."""
    talk = tx.get(Conversation, change.id) if change.table == Conversation.TABLE else None
    if talk is not None and talk.pending is not None and over(talk.status):
        raise RefusalError(
            f"{talk.ref} can't be {talk.status} while a copied reply of it waits to be sent"
        )


def _check_figures(tx: Tx, change: Change) -> None:
    """A client with figures isn't unmade."""
    client = tx.get(Client, change.id) if change.table == Client.TABLE else None
    if client is not None and client.archived_at is not None:
        imports = [i for i in tx.find(Import, "client", client.id) if i.counts]
        if imports:
            raise RefusalError(
                f"{client.title} has figures by now ({imports[0].ref}): it stays a client"
            )


def _first(desk: Desk, entry: Entry) -> Entry:
    """What was done at first, behind undos and redos of it."""
    while entry.undoes is not None:
        entry = next(iter(desk.book.store.entries(after=entry.undoes - 1)))
    return entry


def _left(desk: Desk, left: Left, entry: Entry) -> str:
    """Who changed what of a record since that entry, to what and how long ago."""
    kind = TABLES[left.table]
    name = _name(desk, kind, left.id)
    if not left.fields:
        return f"{name} is gone"
    later = desk.book.store.history(left.table, left.id, after=entry.seq)
    those = [each for each in later if _sets(each, left)]
    names = dict.fromkeys("you" if each.by == desk.me.name else each.by for each in those)
    told = [field for field in left.fields if not field.endswith("_at")] or left.fields
    values = {f: word(desk, kind, f, held(kind, f, left.now[f])) for f in told}
    now = ", ".join(f"{called(f)} is “{plain(v, limit=60)}” now" for f, v in values.items())
    when = f" {ago(those[-1].at, desk.clock.now())} ago" if those else ""
    return f"{' and '.join(names) or 'somebody'} changed {name}{when} ({now})"


def _name(desk: Desk, kind: type[Record], number: int) -> str:
    """What people call a record: a message has no id they know."""
    record = desk.book.get(kind, number)
    if isinstance(record, Message):
        which = "the reply to" if record.outbound else "a message in"
        return f"{which} {Conversation.LETTER}{record.conversation}"
    if isinstance(record, Check):
        return record.ref
    return f"{kind.LETTER or kind.TABLE + ' '}{number}"


def _sets(entry: Entry, left: Left) -> bool:
    """Whether an entry set any of those fields of that record."""
    return any(
        (change.table, change.id) == (left.table, left.id)
        and not _fields(change).isdisjoint(left.fields)
        for change in entry.changes
    )
