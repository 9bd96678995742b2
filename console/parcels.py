"""Where a sample is, in a sentence to send to the creator who asks."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from console.ages import day_words
from console.payouts import Answer
from console.terms import Terms, content_due, decision_due, source
from data.records.samples import Rejection, Sample

_REJECTED: dict[Rejection, str] = {
    "not-match": "it doesn't fit what the brand is looking for right now",
    "out-of-stock": "it is out of stock",
    "offline": "the product isn't on sale any more",
    "other": "",
}


def explain(sample: Sample, terms: Terms, now: datetime, zone: tzinfo) -> Answer:
    """How it stands, when and by which parcel; days are those of the client's zone."""

    def on(at: datetime | None) -> str:
        today = now.astimezone(zone).date()
        return day_words(at.astimezone(zone).date(), today) if at else "a day we don't know"

    what, parcel = f"the {sample.product}", _parcel(sample)
    match sample.status:
        case "requested":
            until = decision_due(sample, terms)
            if until is not None and now > until:
                text = f"Your request for {what} lapsed on {on(until)}. Please ask again."
            else:
                by = f" and is decided by {on(until)}" if until else ""
                text = f"Your request for {what} came on {on(sample.requested_at)}{by}."
        case "approved":
            text = f"Your request for {what} was approved on {on(sample.decided_at)}; the parcel"
            text += " hasn't left yet. You get its tracking number once it has."
        case "rejected":
            why = _REJECTED[sample.rejection or "other"]
            text = f"Your request for {what} was declined{f': {why}' if why else ''}."
        case "shipped":
            text = f"{_first(what)} left on {on(sample.shipped_at)}{parcel}."
        case "cancelled":
            text = f"The sample of {what} was called off. Please ask again if you want it."
        case "posted":
            text = f"{_first(what)} was delivered on {on(sample.delivered_at)}{parcel}, and we saw"
            text += " your post: thank you!"
        case "delivered" | "appealed":
            text = f"{_first(what)} was delivered on {on(sample.delivered_at)}{parcel}."
            if until := content_due(sample, terms):
                text += f" Please post by {on(until)}."
    return Answer(text, _source(sample, terms, on))


def _parcel(sample: Sample) -> str:
    parts = [sample.carrier or "", f"tracking {sample.tracking}" if sample.tracking else ""]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _source(sample: Sample, terms: Terms, on: Callable[[datetime | None], str]) -> str:
    """Who says so: the shop's order, or one of us; and the rule behind a day to keep."""
    told = f"{sample.ref}, as {sample.updated_by} noted it on {on(sample.updated_at)}"
    if sample.order and sample.as_of:
        told = f"order {sample.order} in the orders export of {on(sample.as_of)}"
    rule = terms.decision if sample.status == "requested" else terms.content
    return f"{told}; {source(rule)}" if rule else told
