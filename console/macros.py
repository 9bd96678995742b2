"""Macros: a reply, tags, whose turn, sleep, done to one conversation together or not at all."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec

from console import inbox
from console.answers import Answer, macros, named
from console.args import Arg, read
from console.blanks import answer, fill, questions
from console.claiming import held_by
from console.desk import AnyVerb, Desk
from console.replies import REPLY, ReplyWith, carried
from console.replies import VERBS as SAID
from console.verb import Handover, Reader, Verb, summed
from console.wording import Anyway
from data.errors import NotFound, RefusalError, UsageError
from data.records.conversations import Conversation
from data.records.messages import Message

_PARTS: Mapping[str, AnyVerb] = {
    verb.short: verb for verb in inbox.VERBS if verb.do and not verb.danger and verb not in SAID
}
"""What a step can be."""
Part = tuple[AnyVerb, msgspec.Struct]


class RunMacro(msgspec.Struct, frozen=True):
    """Which, and what it can't know."""

    macro: Annotated[str, Arg("text", "which macro, by its name")]
    answers: Annotated[str, Arg("lines", "what its reply asks for, an answer a line")] = ""
    anyway: Anyway = "no"


def parts(desk: Desk, macro: Answer) -> list[Part]:
    """Its steps but for the reply. Raises `RefusalError` naming one that means nothing."""
    found: list[Part] = []
    for step in macro.steps:
        short, words = step["verb"], {field: step[field] for field in step if field != "verb"}
        try:
            if short not in _PARTS:
                raise UsageError(f"“{short}” is no step; there is {', '.join(_PARTS)}.")
            verb = _PARTS[short]
            found.append((verb, read(verb.args, words, desk.reading())))
        except (UsageError, NotFound) as error:
            raise RefusalError(f"the macro “{macro.name}” can't be used: {error}") from None
    return found


def text_of(desk: Desk, conversation: Conversation, macro: Answer) -> str:
    """The reply it copies, filled with what is known; empty: it copies none."""
    return fill(desk.view(), conversation, macro.body)


def _steps(desk: Desk, conversation: Conversation, args: RunMacro) -> Sequence[Part]:
    """All of it, the reply first: what it may not be sent for, stops the rest."""
    macro = named(macros(desk), "macro", args.macro)
    steps, text = parts(desk, macro), text_of(desk, conversation, macro)
    if not text:
        return steps
    given = args.answers.splitlines()
    if asked := questions(text)[len(given) :]:
        raise RefusalError(
            f"it asks for {', '.join(asked)}: say {desk.press('--answers')}, an answer a line"
        )
    return [(REPLY, ReplyWith(text=answer(text, given), anyway=args.anyway)), *steps]


def effects(desk: Desk, conversation: Conversation, macro: Answer) -> list[str]:
    """What it would do to that conversation, a line a step, with what stands against it."""
    other = held_by(desk.view(), conversation)
    lines = [other] if other else []
    if macro.body:
        refusal = desk.refusal(REPLY, conversation)
        lines.append(f"reply: no, {refusal.reason}" if refusal else "reply, copied for you to send")
    try:
        steps = zip(parts(desk, macro), macro.steps, strict=True)
    except RefusalError as error:
        return [str(error)]
    for (verb, args), step in steps:
        said = f"{verb.label} {_told(step)}".rstrip()
        refusal = desk.refusal(verb, conversation, args)
        lines.append(f"{said}: no, {refusal.reason}" if refusal else said)
    return lines


def effects_over(desk: Desk, conversations: Sequence[Conversation], macro: Answer) -> list[str]:
    """What it would do to many, a line a step; then how many it leaves alone, and why."""
    asked = RunMacro(macro=macro.name)
    try:
        refused = [desk.foresee(MACRO, each, asked) for each in conversations]
    except RefusalError as error:
        return [str(error)]
    steps = [_PARTS[step["verb"]].label + f" {_told(step)}".rstrip() for step in macro.steps]
    return [*(f"· {step}" for step in steps), "", *summed(refused)]


def _handed(read: Reader, conversation: Conversation) -> Handover | None:
    """The reply it copied; one that somebody else copied before isn't its business."""
    reply = read.get(Message, conversation.pending) if conversation.pending else None
    mine = reply is not None and reply.created_at == conversation.updated_at
    return carried(read, conversation) if mine else None


def _told(step: Mapping[str, str]) -> str:
    return ", ".join(words for field, words in step.items() if field != "verb")


MACRO = Verb(
    id="inbox.macro",
    label="macro",
    past="ran a macro on",
    help="Reply, tag, wait and sleep in one go; all of it is done, or nothing. A macro with a reply"
    " goes one at a time.",
    kind=Conversation,
    args=RunMacro,
    steps=_steps,
    hands_over=_handed,
)
VERBS = (MACRO,)
