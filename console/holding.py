"""Who holds something, and who ended it: the rules conversations, tickets and actions share."""

from datetime import datetime

from console.ages import ago
from console.verb import Refusal, View


def claimed(view: View, holder: str | None, at: datetime | None, steal: str) -> Refusal | None:
    """The rule that what another one claimed is theirs; `steal` is the verb that takes it over."""
    if holder in (None, view.me) or at is None:
        return None
    when = ago(at, view.now)
    return Refusal(f"{holder} claimed this {when} ago · {view.press(steal)} takes it over")


def had(view: View, holder: str | None, at: datetime | None) -> str:
    """That somebody else has it, and since when, where they said so themselves."""
    if holder in (None, view.me):
        return ""
    return f"{holder} has this, claimed {ago(at, view.now)} ago" if at else f"{holder} has this"


def can_steal(view: View, holder: str | None, claim: str) -> Refusal | None:
    """The rule that only what somebody else holds is taken over; what nobody has is for `claim`."""
    if holder == view.me:
        return Refusal("you already hold it")
    return None if holder else Refusal(f"nobody holds it · {view.press(claim)} takes it")


def ended(view: View, by: str | None, did: str, at: datetime, reopen: str) -> Refusal:
    """The rule that what somebody ended is opened again first, by the verb `reopen`."""
    return Refusal(f"{by} {did} this {ago(at, view.now)} ago · {view.press(reopen)} opens it again")


def given_to(holder: str | None) -> str | None:
    """What else came of handing it to that person, or to nobody."""
    return None if holder else "nobody has it now"
