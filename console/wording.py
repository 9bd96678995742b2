"""Wording: what a text that goes to a creator must not hold, and what it had better not."""

from typing import Annotated, Literal

from console.args import Arg
from console.blanks import unfilled
from console.linting import told
from console.verb import Refusal, View
from data.records.conversations import Conversation

Anyway = Annotated[
    Literal["no", "yes"],
    Arg(
        "choice",
        "yes: send it although it says what it had better not, or a colleague has answered",
        ("no", "yes"),
    ),
]


def holes(text: str) -> Refusal | None:
    """A blank that is left stops it."""
    left = unfilled(text)
    if not left:
        return None
    return Refusal(f"{', '.join(left[:3])} isn't filled in · write what belongs there")


def wording(view: View, conversation: Conversation, text: str, anyway: str) -> Refusal | None:
    """What stops that text from being sent; what the lists find only until somebody means it."""
    if refusal := holes(text):
        return refusal
    findings = view.linter.findings(text, conversation.client) if anyway == "no" else []
    if not findings:
        return None
    return Refusal(f"{told(findings)} · change it, or send it with {view.press('--anyway')} yes")
