"""`spotlight replies`, `spotlight macros`, `spotlight playbook`: answers that are ready."""

from collections.abc import Callable, Sequence

from console.answers import (
    Answer,
    Ready,
    all_use,
    macros,
    matching,
    own_use,
    playbook,
    replies,
)
from console.blanks import fill
from console.desk import Desk
from console.macros import effects
from data.errors import UsageError
from data.records.conversations import Conversation
from screens.line.call import Call, Command
from screens.line.out import Fact, Json
from screens.say import NOTHING

_FOR = "for"
Read = Callable[[Desk], Ready]


def _command(read: Read) -> Callable[[Call], int]:
    """Those that have the words; one alone, or named, whole."""

    def run(call: Call) -> int:
        desk, talk = call.desk(), _meant(call)
        ready, words = read(desk), " ".join(call.words)
        for problem in ready.broken:
            call.out.say(problem)
        exact = [answer for answer in ready.answers if answer.name == words.casefold()]
        found = exact or matching(ready.answers, words, talk.topic if talk else "", own_use(desk))
        if call.out.mode == "json":
            call.out.json([_shaped(desk, talk, answer) for answer in found])
        elif len(found) == 1:
            _whole(call, desk, talk, found[0])
        elif found:
            _table(call, desk, found)
        else:
            call.out.say("nothing has these words")
        return 0

    return run


def _meant(call: Call) -> Conversation | None:
    """The conversation it is for. Raises `UsageError`, `NotFound`."""
    ref = call.options.value(_FOR)
    record = call.desk().record(ref) if ref is not None else None
    if record is not None and not isinstance(record, Conversation):
        raise UsageError(f"--{_FOR} wants a conversation, as C118; {record.ref} is none.")
    return record


def _filled(desk: Desk, talk: Conversation | None, answer: Answer) -> str:
    return fill(desk.view(), talk, answer.body) if talk else answer.body


def _steps(desk: Desk, talk: Conversation | None, answer: Answer) -> list[str]:
    """What a macro does: to that conversation, or in the words of its file."""
    if talk and answer.kind == "macro":
        return effects(desk, talk, answer)
    return [" ".join(step.values()) for step in answer.steps]


def _table(call: Call, desk: Desk, found: Sequence[Answer]) -> None:
    rows = [
        [answer.name, answer.topic or NOTHING, str(all_use(desk, answer) or NOTHING),
         f"{answer.title}{' (look again)' if answer.stale else ''}"]
        for answer in found
    ]  # fmt: skip
    call.out.table(["name", "topic", "used", "what"], rows, right={"used"})


def _whole(call: Call, desk: Desk, talk: Conversation | None, answer: Answer) -> None:
    """A canned reply is its text alone, to be piped into `spotlight reply`."""
    text = _filled(desk, talk, answer)
    if answer.kind == "reply" and call.out.mode == "text":
        for line in text.splitlines():
            call.out.line(line)
        return
    facts: list[Fact] = [("name", answer.name), ("what", answer.title)]
    facts += [("does", step) for step in _steps(desk, talk, answer)]
    facts += [("source", answer.source)] if answer.source else []
    call.out.written(answer.title, facts, text)
    if call.out.mode == "text":
        for label, value in facts[2:]:
            call.out.line(f"{label}: {value}")


def _shaped(desk: Desk, talk: Conversation | None, answer: Answer) -> dict[str, Json]:
    return {
        "name": answer.name,
        "title": answer.title,
        "topic": answer.topic,
        "keys": [*answer.keys],
        "text": _filled(desk, talk, answer),
        "steps": _steps(desk, talk, answer),
        "source": answer.source or None,
        "stale": answer.stale,
        "own": answer.own,
        "used": all_use(desk, answer),
    }


COMMANDS = (
    Command(
        "replies",
        "[WORDS] [--for C118]",
        "Canned replies that have these words; one alone as its text, filled for a conversation.",
        _command(replies),
        options=(_FOR,),
    ),
    Command(
        "macros",
        "[WORDS] [--for C118]",
        "Macros that have these words; one alone with what it does.",
        _command(macros),
        options=(_FOR,),
    ),
    Command(
        "playbook",
        "[WORDS]",
        "What creators ask and what is known about it, with the source and how old that is.",
        _command(playbook),
    ),
)
