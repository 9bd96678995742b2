"""Who holds something: the rules that conversations, tickets and actions share."""

from datetime import datetime

from console.ages import ago
from console.verb import Refusal, View


def claimed(view: View, holder: str | None, at: datetime | None) -> Refusal | None:
    """The rule that what another one claimed is theirs."""
    if holder in (None, view.me) or at is None:
        return None
    return Refusal(f"{holder} claimed this {ago(at, view.now)} ago · steal takes it over")


def can_steal(view: View, holder: str | None) -> Refusal | None:
    """The rule that only what somebody else holds is taken over."""
    if holder == view.me:
        return Refusal("you already hold it")
    return None if holder else Refusal("nobody holds it: claim it")


def given_to(holder: str | None) -> str | None:
    """What else came of handing it to that person, or to nobody."""
    return None if holder else "nobody has it now"
