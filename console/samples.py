"""Samples: asked for, decided, sent, shown. Late comes of the platform's clocks, unwritten."""

from datetime import UTC, date, datetime, time
from typing import Annotated, get_args

import msgspec

from console.ages import ago, day_words
from console.args import Arg, ClientRef, CreatorRef
from console.creators import ahead, blocked, creator_of
from console.handles import handle_of, known
from console.outstanding import LIST as LIST
from console.terms import Terms, due, reminder_from, source, standing
from console.verb import NoArgs, Refusal, Verb, View
from data.records import samples
from data.records.book import Tx
from data.records.creators import Creator, Stage
from data.records.samples import Sample

REJECTIONS = get_args(samples.Rejection)

Product = Annotated[str, Arg("text", "which product, as Glow Serum 30 ml")]
On = Annotated[date | None, Arg("date", "the day it was, if not today")]
Rejection = Annotated[samples.Rejection, Arg("choice", ", ".join(REJECTIONS), REJECTIONS)]
Carrier = Annotated[str, Arg("text", "who carries it, as USPS")]
Tracking = Annotated[str, Arg("text", "the tracking number")]
PostLink = Annotated[str, Arg("text", "the address of the video or LIVE")]
Why = Annotated[str, Arg("text", "why, in a few words")]


class NewSample(msgspec.Struct, frozen=True):
    """What a request says."""

    creator: CreatorRef
    product: Product
    client: ClientRef = None
    on: On = None


class Reject(msgspec.Struct, frozen=True):
    """Why they don't get it."""

    rejection: Rejection
    reason: Why | None = None


class Ship(msgspec.Struct, frozen=True):
    """How it travels."""

    tracking: Tracking
    carrier: Carrier | None = None
    on: On = None


class Deliver(msgspec.Struct, frozen=True):
    """When it came."""

    on: On = None


class Posted(msgspec.Struct, frozen=True):
    """What they posted."""

    link: PostLink
    on: On = None


class Appeal(msgspec.Struct, frozen=True):
    """What is wrong with it."""

    reason: Why


# -- what is done -----------------------------------------------------------------------------


def at_day(day: date | None, now: datetime) -> datetime:
    """The instant a day stands for: noon UTC, which is that day nearly everywhere; none: now."""
    return now if day is None else datetime.combine(day, time(12), UTC)


def _new(tx: Tx, args: NewSample) -> Sample:
    creator = creator_of(tx, args.creator)
    asked = at_day(args.on, tx.at)
    return tx.add(
        Sample(creator=creator.id, client=args.client, product=args.product, requested_at=asked)
    )


def _approve(tx: Tx, sample: Sample, args: NoArgs) -> Sample:
    return _put(tx, sample, status="approved", decided_at=tx.at, decided_by=tx.by)


def _reject(tx: Tx, sample: Sample, args: Reject) -> Sample:
    return _put(
        tx, sample, status="rejected", decided_at=tx.at, decided_by=tx.by,
        rejection=args.rejection, reason=args.reason,
    )  # fmt: skip


def _ship(tx: Tx, sample: Sample, args: Ship) -> Sample:
    sent = at_day(args.on, tx.at)
    return _put(
        tx, sample, status="shipped", shipped_at=sent, tracking=args.tracking, carrier=args.carrier
    )


def _deliver(tx: Tx, sample: Sample, args: Deliver) -> Sample:
    further(tx, sample.creator, "sampled")
    return _put(tx, sample, status="delivered", delivered_at=at_day(args.on, tx.at))


def _extend(tx: Tx, sample: Sample, args: NoArgs) -> Sample:
    return _put(tx, sample, extended_at=tx.at)


def _remind(tx: Tx, sample: Sample, args: NoArgs) -> Sample:
    return _put(tx, sample, reminded_at=tx.at, reminded_by=tx.by)


def _post(tx: Tx, sample: Sample, args: Posted) -> Sample:
    further(tx, sample.creator, "posted")
    at = sample.posted_at or at_day(args.on, tx.at)
    links = tuple(dict.fromkeys((*sample.links, args.link)))
    return _put(tx, sample, status="posted", posted_at=at, links=links)


def _appeal(tx: Tx, sample: Sample, args: Appeal) -> Sample:
    return _put(tx, sample, status="appealed", appeal=args.reason, appealed_at=tx.at)


def _withdraw(tx: Tx, sample: Sample, args: NoArgs) -> Sample:
    return _put(tx, sample, status="cancelled")


def _put(tx: Tx, sample: Sample, **changed: object) -> Sample:
    return tx.put(msgspec.structs.replace(sample, **changed))


def further(tx: Tx, number: int, stage: Stage) -> None:
    """What happened brings a creator to that stage, if they weren't there yet."""
    creator = tx.need(Creator, number)
    tx.put(msgspec.structs.replace(creator, stage=ahead(creator, stage)))


# -- rules ------------------------------------------------------------------------------------


def _can_make(view: View, args: NewSample) -> Refusal | None:
    found = known(view.read, args.creator)
    return _blocked(view, found.id, args.client) if found else _not_ahead(view, args.on)


def _blocked(view: View, creator: int, client: int | None) -> Refusal | None:
    block = blocked(view.read, creator, client)
    if block is None:
        return None
    who = handle_of(view.read, creator)
    return Refusal(f"{block.by} blocked {who} for this client: {block.reason}")


def _not_ahead(view: View, on: date | None) -> Refusal | None:
    if on is not None and on > view.today:
        return Refusal("that day is still to come")
    return None


def _can_decide(view: View, sample: Sample, args: msgspec.Struct | None) -> Refusal | None:
    terms = Terms.of(sample, view.read, view.rules)
    until = due(sample, terms)
    if standing(sample, terms, view.now) == "lapsed" and until and terms.decision:
        return Refusal(
            f"nobody decided within {terms.decision.value} days: it lapsed on"
            f" {day_words(until.date(), view.today)} and the creator has to ask again"
            f" ({source(terms.decision)})"
        )
    return _only(sample, "requested")


def _can_approve(view: View, sample: Sample, args: NoArgs | None) -> Refusal | None:
    return _can_decide(view, sample, args) or _blocked(view, sample.creator, sample.client)


def _can_ship(view: View, sample: Sample, args: Ship | None) -> Refusal | None:
    return _only(sample, "approved") or (_not_ahead(view, args.on) if args else None)


def _can_deliver(view: View, sample: Sample, args: Deliver | None) -> Refusal | None:
    if refusal := _only(sample, "approved", "shipped"):
        return refusal
    if args is None or args.on is None:
        return None
    if sample.shipped_at and args.on < sample.shipped_at.date():
        return Refusal(f"it was shipped on {sample.shipped_at.date()} only")
    return _not_ahead(view, args.on)


def _can_extend(view: View, sample: Sample, args: NoArgs | None) -> Refusal | None:
    if sample.extended_at is not None:
        when = ago(sample.extended_at, view.now)
        return Refusal(f"it was extended {when} ago, and that can be done only once")
    return _only(sample, "delivered")


def _can_remind(view: View, sample: Sample, args: NoArgs | None) -> Refusal | None:
    if refusal := _only(sample, "delivered"):
        return refusal
    terms = Terms.of(sample, view.read, view.rules)
    told = f" ({source(terms.reminder)})" if terms.reminder else ""
    if sample.reminded_at is not None:
        when = ago(sample.reminded_at, view.now)
        return Refusal(f"{sample.reminded_by} reminded them {when} ago: once is allowed{told}")
    begins = reminder_from(sample, terms)
    if begins is not None and view.now < begins and terms.reminder:
        day = day_words(begins.date(), view.today)
        return Refusal(f"not before {day}, {terms.reminder.value} days after delivery{told}")
    return None


def _can_post(view: View, sample: Sample, args: Posted | None) -> Refusal | None:
    if args is not None and args.link in sample.links:
        return Refusal("that post is noted already")
    if refusal := _only(sample, "shipped", "delivered", "posted", "appealed"):
        return refusal
    return _not_ahead(view, args.on) if args else None


def _can_appeal(view: View, sample: Sample, args: Appeal | None) -> Refusal | None:
    if sample.appealed_at is not None:
        return Refusal(f"they appealed {ago(sample.appealed_at, view.now)} ago: once is allowed")
    return _only(sample, "delivered")


def _can_withdraw(view: View, sample: Sample, args: NoArgs | None) -> Refusal | None:
    return _only(sample, "requested", "approved", "shipped")


def _only(sample: Sample, *states: samples.Status) -> Refusal | None:
    """Refuses a sample in another state."""
    if sample.status in states:
        return None
    what = {"shipped": "is on its way", "cancelled": "was called off"}
    how = what.get(sample.status, f"is {sample.status}")
    return Refusal(f"it {how}: that is for one that is {' or '.join(states)}")


# -- the verbs --------------------------------------------------------------------------------


NEW = Verb(
    id="samples.new",
    label="new sample",
    past="noted the request for",
    help="Note that a creator asks for a sample.",
    kind=Sample,
    args=NewSample,
    make=_new,
    refuse_new=_can_make,
)
APPROVE = Verb(
    id="samples.approve",
    label="approve",
    past="approved",
    help="They get it; the warehouse sends it.",
    kind=Sample,
    args=NoArgs,
    do=_approve,
    refuse=_can_approve,
)
REJECT = Verb(
    id="samples.reject",
    label="reject",
    past="rejected",
    help="They don't get it; say which of the platform's reasons it is.",
    kind=Sample,
    args=Reject,
    do=_reject,
    refuse=_can_decide,
)
SHIP = Verb(
    id="samples.ship",
    label="shipped",
    past="shipped",
    help="It is on its way, with that tracking number.",
    kind=Sample,
    args=Ship,
    do=_ship,
    refuse=_can_ship,
)
DELIVER = Verb(
    id="samples.deliver",
    label="delivered",
    past="delivered",
    help="It came; from now on the creator has time to post.",
    kind=Sample,
    args=Deliver,
    do=_deliver,
    refuse=_can_deliver,
)
EXTEND = Verb(
    id="samples.extend",
    label="extend",
    past="extended",
    help="The creator took the one extension there is.",
    kind=Sample,
    args=NoArgs,
    do=_extend,
    refuse=_can_extend,
)
REMIND = Verb(
    id="samples.remind",
    label="reminded",
    past="reminded of",
    help="They were reminded to post: once, and not too soon.",
    kind=Sample,
    args=NoArgs,
    do=_remind,
    refuse=_can_remind,
)
POST = Verb(
    id="samples.post",
    label="posted",
    past="noted the post of",
    help="They posted; note where.",
    kind=Sample,
    args=Posted,
    do=_post,
    refuse=_can_post,
)
APPEAL = Verb(
    id="samples.appeal",
    label="appeal",
    past="noted the appeal of",
    help="The creator says something is wrong with it, once.",
    kind=Sample,
    args=Appeal,
    do=_appeal,
    refuse=_can_appeal,
)
WITHDRAW = Verb(
    id="samples.withdraw",
    label="call off",
    past="called off",
    help="It is called off; nobody waits for it any more.",
    kind=Sample,
    args=NoArgs,
    do=_withdraw,
    refuse=_can_withdraw,
)

VERBS = (NEW, APPROVE, REJECT, SHIP, DELIVER, EXTEND, REMIND, POST, APPEAL, WITHDRAW)
