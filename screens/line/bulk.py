"""A verb on all that a query picks: `spotlight done actions is:overdue owner:me`."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.desk import AnyVerb
from console.naming import title
from console.query import Listing, select
from console.table import verb_over
from console.verb import Refusal
from data.errors import UsageError
from data.records.base import Record
from screens.line import shape, tables
from screens.line.asking import make_sure
from screens.line.call import Call
from screens.line.given import args_given, say_unseen
from screens.line.out import Fact
from screens.line.words import as_query

Refused = Mapping[str, str]
"""Reasons, by id."""


def done(call: Call, short: str, listing: Listing[Any]) -> int:
    """`spotlight VERB LIST QUERY [--field VALUE …] [--yes]`. 1: not all could be done."""
    desk, verb = call.desk(), verb_over(short, listing)
    query = call.words[1:]
    if not query:
        raise UsageError(
            f"which {listing.name}? Say a query: spotlight {short} {listing.name} QUERY."
        )
    if call.options.has("if-rev"):
        raise UsageError("--if-rev is for one record.")
    args = args_given(call, verb, [])
    found: list[Record] = select(desk, listing, as_query(query))
    given = desk.deal(verb, found, args)
    refused = {
        each.ref: no.reason
        for each, its in zip(found, given, strict=True)
        if (no := its if isinstance(its, Refusal) else desk.foresee(verb, each, its))
    }
    if verb.foretells and (words := verb.foretells(given)):
        call.out.say(words)
    left = [each for each in found if each.ref not in refused]
    if verb.regards and (words := verb.regards(desk.book, left)):
        call.out.say(words)
    if len(found) > len(refused) and not call.options.has("yes"):
        _show(call, verb, found, refused, done=False)
        many = f"{len(found) - len(refused)} of {len(found)} {listing.name}"
        make_sure(call, f"{verb.label} {many}?", f"{verb.label} {many}? Nothing is done yet")
    desk.introduce()
    say_unseen(call, args)
    bulk = desk.run_all(verb, found, args)
    _show(call, verb, bulk.records, dict(bulk.refused), done=True)
    if verb.also is not None:
        for also in dict.fromkeys(verb.also(desk.view(), each) for each in bulk.records):
            if also:
                call.out.say(also)
    if not found:
        call.out.say(f"no {tables.noun(listing)} like that")
    return 1 if bulk.refused else 0


def _show(
    call: Call, verb: AnyVerb, records: Sequence[Record], refused: Refused, *, done: bool
) -> None:
    """What is to be done or was; those refused with the reason, once it is done on stderr."""
    desk, willing = call.desk(), [each for each in records if each.ref not in refused]
    if call.out.mode == "json":
        call.out.json(
            {
                "verb": verb.id,
                "done": done,
                "records": [shape.record(desk, each) for each in willing],
                "refused": [{"id": ref, "reason": reason} for ref, reason in refused.items()],
            }
        )
        return
    what = verb.past if done else "would do"
    told: list[list[Fact]] = [[(what, each.ref), ("what", title(desk, each))] for each in willing]
    if not done:
        told += [[("left", ref), ("why", reason)] for ref, reason in refused.items()]
    if call.out.mode == "plain":
        call.out.facts(told)
    else:
        for (label, ref), (_, words) in told:
            call.out.line(f"{label} {ref}  {words}")
    if done:
        for ref, reason in refused.items():
            call.out.say(f"{ref}: {reason}")
