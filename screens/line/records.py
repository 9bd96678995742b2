"""Records on the command line: lists, new ones, one whole, and the verbs."""

from collections.abc import Sequence
from typing import Any

from console.attachments import attached, described
from console.desk import AnyVerb
from console.fields import exact
from console.history import at_revision
from console.links import linked_refs
from console.naming import title
from console.query import Listing, select
from console.table import LISTINGS, VERBS, find, verb_for, verbs_of
from data.errors import NotFound, UsageError
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.incidents import Incident
from data.records.notes import Note
from data.records.runs import Check, Run
from screens.line import bulk, examples, runs, shape, tables, threads
from screens.line.asking import make_sure
from screens.line.call import Call, Command
from screens.line.given import args_given, say_unseen
from screens.line.moment import read_moment
from screens.line.words import as_query


def listed(call: Call, listing: Listing[Any]) -> int:
    """`spotlight LIST [QUERY WORDS]`."""
    desk = call.desk()
    found = select(desk, listing, as_query(call.words))
    if call.out.mode == "json":
        call.out.json([shape.record(desk, record) for record in found])
    elif found:
        head, rows = tables.rows(desk, listing, found)
        call.out.table(head, rows, right=tables.RIGHT)
    else:
        call.out.say(f"no {tables.noun(listing)} {'like that' if call.words else 'yet'}")
    return 0


def made(call: Call, verb: AnyVerb) -> int:
    """`spotlight LIST new TITLE [--field VALUE …]`."""
    desk = call.desk()
    args = args_given(call, verb, call.words)
    desk.introduce()
    say_unseen(call, args)
    made = desk.make(verb, args)
    _tell(call, verb, made)
    _tell_more(call, verb, made)
    return 0


def done(call: Call, short: str) -> int:
    """`spotlight VERB ID [ARG…]`; a list's name instead of an id: `spotlight VERB LIST QUERY`."""
    if listing := LISTINGS.get(call.word(0, "the record's id")):
        return bulk.done(call, short, listing)
    desk = call.desk()
    record, given = _meant(call, short)
    verb = _verb(short, record)
    if call.options.has("yes") and verb.shows is None:
        raise UsageError(f"--yes is for many: spotlight {short} LIST QUERY --yes.")
    args = args_given(call, verb, given)
    revision = call.options.value("if-rev")
    seen = None if revision is None else at_revision(desk, record, _number(revision))
    if verb.shows is not None:
        for line in verb.shows(desk, record, args):
            call.out.say(line)
        make_sure(call, f"{verb.label} {record.ref}?", "Nothing is done yet")
    desk.introduce()
    say_unseen(call, args)
    done = desk.run(verb, record, args, seen=seen)
    _tell(call, verb, done)
    if verb.hands_over and (carried := verb.hands_over(desk.book, done)):
        threads.hand_over(call, done, carried)
    _tell_more(call, verb, done)
    return 0


def _verb(short: str, record: Record) -> AnyVerb:
    """The verb of that name for that record. Raises `UsageError`, with how one of it is said."""
    try:
        return verb_for(short, record)
    except UsageError as error:
        meant = next(verb for verb in VERBS.values() if verb.short == short)
        example = examples.of_verb(meant)
        raise UsageError(
            f"{str(error).rstrip('.')}; {short} is said as: spotlight {example}."
        ) from None


def _meant(call: Call, short: str) -> tuple[Record, Sequence[str]]:
    """The record the first words name, and the others; an item of a run as `Q12 3` or `Q12.3`."""
    desk, ref = call.desk(), call.word(0, "the record's id")
    kinds = {verb.kind for verb in VERBS.values() if verb.short == short}
    record = find(desk, ref, *kinds) if len(kinds) == 1 else find(desk, ref)
    if isinstance(record, Run) and any(verb.short == short for verb in verbs_of(Check)):
        number = call.word(1, "the item's number")
        return find(desk, f"{record.ref}.{number}"), call.words[2:]
    return record, call.words[1:]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsageError("--if-rev wants a revision's number, as `spotlight show ID` says it.")
    return int(text)


def _tell(call: Call, verb: AnyVerb, record: Record) -> None:
    """What became of the record."""
    desk = call.desk()
    if call.out.mode == "json":
        call.out.json(shape.record(desk, runs.whole(desk, record)))
    elif call.out.mode == "plain":
        call.out.facts([tables.facts(desk, record)])
    else:
        call.out.line(f"{verb.past} {record.ref}  {title(desk, record)}")


def _tell_more(call: Call, verb: AnyVerb, record: Record) -> None:
    """What else came of it."""
    if verb.also is not None and (also := verb.also(call.desk().view(), record)):
        call.out.say(also)


def _show(call: Call) -> int:
    """`spotlight show ID [--at MOMENT]`."""
    record = find(call.desk(), call.word(0, "the record's id"))
    if at := call.options.value("at"):
        record = _back_then(call, record, at)
    desk = call.desk()
    notes = desk.book.find(Note, "about", record.ref)
    files = attached(desk.book, record.ref)
    links = linked_refs(desk.book, record.ref)
    if call.out.mode == "json":
        told = shape.record(desk, record) | {"notes": [shape.note(note) for note in notes]}
        told |= {"links": links, "files": [shape.file(file) for file in files]}
        if isinstance(record, Conversation):
            told |= {"messages": threads.shaped(desk, record)}
        if isinstance(record, Client):
            told |= {"open": shape.work(desk, record)}
        if isinstance(record, Incident):
            told |= {"conversations": shape.concerned(desk, record)}
        call.out.json(told)
        return 0
    linked = [("links", ", ".join(links))] if links else []
    if not isinstance(record, Conversation):  # its thread tells them
        linked += [("file", described(file)) for file in files]
    work = tables.work(desk, record) if isinstance(record, Client) else []
    about = tables.concerned(desk, record) if isinstance(record, Incident) else []
    call.out.facts([[*tables.facts(desk, record), *linked, *work, *about]])
    if isinstance(record, Run):
        runs.tell_items(call.out, desk, record)
    if isinstance(record, Conversation):
        threads.tell(call, record, lambda said: exact(desk, said.at))
        return 0
    for note in notes:
        call.out.line()
        by, at = f"note by {note.created_by}", exact(desk, note.created_at)
        call.out.written(f"{by}, {at}", [("note by", note.created_by), ("at", at)], note.text)
    return 0


def _back_then(call: Call, record: Record, at: str) -> Record:
    """The record as it was; the call's desk then is of that moment. Raises `NotFound`."""
    moment = read_moment(call.desk(), "at", at)
    past = call.go_back(moment)
    was = past.book.get(type(record), record.id)
    if was is None:
        raise NotFound(f"{record.ref} wasn't there yet: {exact(past, moment)}.")
    return was


COMMANDS = (
    Command(
        "show",
        "ID [--at 2026-11-20T10:00]",
        "One record, whole, with its links and notes; --at: as it was then, or 2h ago.",
        _show,
        options=("at",),
        most=1,
    ),
)
