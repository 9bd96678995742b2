"""From a conversation to its creator's card, and to the two answers creators ask for most."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated

import msgspec

from console import earnings, parcels, payouts
from console.args import Arg, fields, read
from console.creators import handle_of, meant
from console.desk import Desk
from console.naming import title
from console.outstanding import of_creator, standing_of
from console.payouts import Answer
from console.table import VERBS, verbs_of
from console.terms import Terms
from data.errors import RefusalError, SpotlightError, UsageError
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.samples import Sample
from screens.creators.card import Card
from screens.creators.facts import talks
from screens.finding.asking import Opener
from screens.frame.pick import Choice, Pick
from screens.hands import Hands
from screens.inbox.answering import begin_reply, conversation


async def show_creator(desk: Desk, stage: Opener) -> None:
    """The card of the creator of the record on the screen. Raises `RefusalError`."""
    creator = next(iter(meant(desk.book, Creator, stage.pane.subjects())), None)
    if creator is None:
        raise RefusalError("creator: put the cursor on a conversation")
    await show_card(desk, stage, creator)


async def show_card(desk: Desk, stage: Opener, record: Record) -> None:
    """A creator's or a sample's card, again after each thing that was done from it."""
    note = ""
    while wish := await stage.answer(Card(desk, record, note)):
        note = ""
        try:
            if wish.what == "do":
                await do_to(desk, stage.hands, record)
            elif ref := await _pick_belonging(desk, stage, record):
                stage.open(ref)
                return
        except SpotlightError as error:
            note = str(error)
        record = desk.book.get(type(record), record.id) or record


async def do_to(desk: Desk, hands: Hands, record: Record) -> None:
    """Pick what can be done to it, and do it."""
    verbs = [verb for verb in verbs_of(type(record)) if not verb.creates]
    choices = [
        Choice(verb.id, verb.label, f"not now: {no.reason}" if no else verb.help)
        for verb in verbs
        for no in (desk.refusal(verb, record),)
    ]
    if picked := await hands.pick(Pick(f"what to do with {record.ref}", choices, "")):
        await hands.do_to(VERBS[picked], [record])


async def _pick_belonging(desk: Desk, stage: Opener, record: Record) -> str | None:
    """The records that belong to a creator, or to a sample."""
    creator = record if isinstance(record, Creator) else None
    if isinstance(record, Sample):
        creator = desk.book.get(Creator, record.creator)
    found: list[Record] = [creator] if creator and creator is not record else []
    if creator is not None:
        found += [*talks(desk, creator), *of_creator(desk, creator)]
    return await pick_among(desk, stage.hands, record, found)


async def pick_among(
    desk: Desk, hands: Hands, record: Record, found: Sequence[Record]
) -> str | None:
    """One of those that belong to a record, by its id."""
    choices = [
        Choice(each.ref, f"{each.ref:<6}{title(desk, each)}")
        for each in found
        if each.ref != record.ref
    ]
    return await hands.pick(Pick(f"what belongs to {record.ref}", choices, ""))


# -- answers ----------------------------------------------------------------------------------


async def where_is_it(desk: Desk, stage: Opener) -> None:
    """Where the creator's sample is, as a reply to look over and send. Raises `RefusalError`."""
    talk = conversation(stage)
    creator = desk.book.get(Creator, talk.creator)
    found = of_creator(desk, creator) if creator else []
    samples = [each for each in found if talk.client in (None, each.client)] or found
    if not samples:
        raise RefusalError(f"no sample of {handle_of(desk.book, talk.creator)} is known")
    choices = [
        Choice(each.ref, f"{each.ref:<6}{each.product}", standing_of(desk, each))
        for each in samples
    ]
    ref = samples[0].ref
    if len(samples) > 1:
        ref = await stage.hands.pick(Pick("which sample?", choices, ref)) or ""
    for sample in samples:
        if sample.ref == ref:
            terms = Terms.of(sample, desk.book, desk.rules)
            zone = desk.zone_of(sample.client)
            await _reply(stage, talk, parcels.explain(sample, terms, desk.clock.now(), zone))


class Asked(msgspec.Struct, frozen=True):
    """What the payout explainer has to know."""

    order: Annotated[str, Arg("text", "the order's id, the day it was delivered, or none")]
    refunded: Annotated[int, Arg("count", "per cent of it that was refunded, or nothing")] = 0


class Lowered(msgspec.Struct, frozen=True):
    """What has to be known to explain a rate."""

    lowered: Annotated[date | None, Arg("date", "the day the rate was lowered")]


async def when_is_it_paid(desk: Desk, stage: Opener) -> None:
    """When commission comes, as a reply to look over and send. Raises `RefusalError`."""

    def explained(client: Client, words: Mapping[str, str]) -> Answer:
        if not words["order"].strip():  # silence would tell the creator that it wasn't delivered
            raise UsageError("order: say its id, the day it was delivered, or none before that")
        asked = read(Asked, words, desk.reading())
        return earnings.answer(desk, client, asked.order, asked.refunded)

    await _explain(desk, stage, "when is {who} paid by {client}?", Asked, explained)


async def from_when_it_counts(desk: Desk, stage: Opener) -> None:
    """From when a lower rate counts, as a reply to look over and send. Raises `RefusalError`."""

    def explained(client: Client, words: Mapping[str, str]) -> Answer:
        cut = read(Lowered, words, desk.reading()).lowered
        if cut is None:
            raise UsageError("lowered: say the day, as 1 nov")
        return payouts.explain_rate(cut, desk.rules, client.market, desk.day_at(client.id))

    await _explain(
        desk, stage, "when does a lower rate of {client} reach {who}?", Lowered, explained
    )


async def _explain(
    desk: Desk,
    stage: Opener,
    question: str,
    asked: type[msgspec.Struct],
    explained: Callable[[Client, Mapping[str, str]], Answer],
) -> None:
    """Ask what has to be known; the answer becomes a reply."""
    from screens.frame.form import Form  # text fields are slow to load

    talk = conversation(stage)
    client = desk.book.get(Client, talk.client) if talk.client is not None else None
    if client is None:
        says = desk.press("inbox.edit")
        raise RefusalError(f"rules differ by market · {says} says which client it is about")
    said: list[Answer] = []

    async def submit(words: Mapping[str, str]) -> None:
        said.append(await asyncio.to_thread(explained, client, words))  # imports may be asked

    who = handle_of(desk.book, talk.creator)
    form = Form(
        question.format(who=who, client=client.title), fields(asked), submit,
        about=[], initial={}, unsent={}, suggestions={},
    )  # fmt: skip
    await stage.answer(form)
    if said:
        await _reply(stage, talk, said[0])


async def _reply(stage: Opener, talk: Conversation, answer: Answer) -> None:
    """The answer as a reply."""
    stage.say(f"from {answer.source}", "dim")
    await begin_reply(stage, talk, answer.text)
