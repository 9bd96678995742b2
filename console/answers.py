"""Answers that are ready: canned replies, macros, the playbook; found by words, the usual first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from console.desk import Desk
from data.answers import Entry, Step, read_macros, read_playbook, read_replies
from data.errors import NotFound, StoreError
from data.records.uses import Kind, Use
from data.text import plain, searchable

USED = "answers.used"
"""What is written down when somebody takes one."""
_TITLE, _KEY, _ELSEWHERE, _TOPIC, _HABIT = 3.0, 3.0, 1.0, 2.0, 2.0
"""What a word found there, the conversation's topic, and own use count for."""
_OFTEN = 20
"""More often than this counts no more."""


class Answer(msgspec.Struct, frozen=True):
    """One of them."""

    kind: Kind
    name: str
    title: str
    body: str
    """Blanks and all; of a macro the reply it copies, empty where it copies none."""
    topic: str
    keys: tuple[str, ...] = ()
    says: str = ""
    """Of the playbook, the canned reply that says it to a creator."""
    source: str = ""
    """Of the playbook: where it is from, and how long ago somebody looked."""
    checked: date | None = None
    """Of the playbook: when somebody last looked."""
    stale: bool = False
    """Nobody looked for too long."""
    own: bool = False
    """Nobody else has it."""
    steps: tuple[Step, ...] = ()
    """Of a macro: what it does beside the reply."""

    @property
    def text(self) -> str:
        """What goes to a creator, blanks and all."""
        return self.says or self.body

    def fits(self, topic: str) -> bool:
        """Whether it is for conversations of that topic."""
        return bool({*searchable(self.topic).split()} & {*searchable(topic).split()})


class Ready(msgspec.Struct, frozen=True):
    """What there is of them."""

    answers: tuple[Answer, ...]
    broken: tuple[str, ...]
    """What is wrong with files that can't be used, a sentence each."""


def replies(desk: Desk) -> Ready:
    """The canned replies: ours, the workspace's, this person's own."""
    shelf = read_replies(desk.workspace.root, desk.me.name)
    found = (
        Answer(
            "reply", each.name, each.what.title, each.what.body, each.what.topic, each.what.keys,
            own=each.folder.name == desk.me.name,
        )
        for each in shelf.items
    )  # fmt: skip
    return Ready(tuple(found), shelf.broken)


def playbook(desk: Desk) -> Ready:
    """The questions creators ask again and again, with what is known about each."""
    shelf = read_playbook(desk.workspace.root)
    bodies = _bodies(desk)
    found, broken = list[Answer](), list(shelf.broken)
    for each in shelf.items:
        entry = each.what
        if lost := _lost(each.name, entry.reply, bodies):
            broken.append(lost)
        found.append(
            Answer(
                "playbook", each.name, entry.question, entry.answer, entry.topic, entry.keys,
                says=bodies.get(entry.reply or "", ""),
                source=_source(entry, desk.today), checked=entry.checked_on,
                stale=desk.today >= entry.stale_on,
            )
        )  # fmt: skip
    return Ready(tuple(found), tuple(broken))


def macros(desk: Desk) -> Ready:
    """The macros, each with the reply it copies."""
    shelf = read_macros(desk.workspace.root, desk.me.name)
    bodies = _bodies(desk)
    found, broken = list[Answer](), list(shelf.broken)
    for each in shelf.items:
        macro, own = each.what, each.folder.name == desk.me.name
        if lost := _lost(each.name, macro.reply, bodies):
            broken.append(lost)
            continue
        body = bodies[macro.reply] if macro.reply else ""
        found.append(
            Answer(
                "macro", each.name, macro.title, body, macro.topic, macro.keys,
                own=own, steps=macro.steps,
            )
        )  # fmt: skip
    return Ready(tuple(found), tuple(broken))


def _bodies(desk: Desk) -> dict[str, str]:
    """What the canned replies say, by name."""
    return {reply.name: reply.body for reply in replies(desk).answers}


def _lost(name: str, reply: str | None, bodies: Mapping[str, str]) -> str | None:
    """What is wrong with a file that names a reply there isn't."""
    if reply is None or reply in bodies:
        return None
    return f"{name}.toml: there is no canned reply “{plain(reply, limit=40)}”."


def named(ready: Ready, what: str, name: str) -> Answer:
    """The one of that name. Raises `NotFound` naming the nearest, and what can't be used."""
    for answer in ready.answers:
        if answer.name == name.casefold():
            return answer
    near = [answer.name for answer in matching(ready.answers, name.replace("-", " "), "", {})]
    names = ", ".join((near or [answer.name for answer in ready.answers])[:8])
    problems = "".join(f" {problem}" for problem in ready.broken)
    raise NotFound(f"there is no {what} “{plain(name, limit=40)}”; there is {names}.{problems}")


# -- finding ----------------------------------------------------------------------------------


def matching(
    answers: Iterable[Answer], words: str, topic: str, used: Mapping[tuple[Kind, str], int]
) -> list[Answer]:
    """Those that have all the words, the best first: by where the words are, topic and own use."""
    needles = searchable(words).split()
    scored = [
        (-score, answer.title, answer)
        for answer in answers
        if (score := _score(answer, needles, topic, used.get((answer.kind, answer.name), 0)))
        is not None
    ]
    return [answer for _, _, answer in sorted(scored, key=lambda each: each[:2])]


def _score(answer: Answer, needles: Sequence[str], topic: str, times: int) -> float | None:
    title, keys = searchable(answer.title), [searchable(key) for key in answer.keys]
    text = searchable(f"{answer.name} {answer.topic} {' '.join(keys)} {answer.body}")
    score = _HABIT * min(times, _OFTEN) / _OFTEN
    if answer.fits(topic):
        score += _TOPIC
    for needle in needles:
        if needle in title:
            score += _TITLE
        elif any(key.startswith(needle) for key in keys):
            score += _KEY
        elif needle in text:
            score += _ELSEWHERE
        else:
            return None
    return score


def _source(entry: Entry, today: date) -> str:
    ago = (today - entry.checked_on).days
    words = "checked today" if ago <= 0 else f"checked {ago} day{'s' if ago > 1 else ''} ago"
    stale = today >= entry.stale_on
    late = f": look again before you rely on it (every {entry.review_every} days)" if stale else ""
    return f"{entry.source} · {words}{late}"


# -- counting ---------------------------------------------------------------------------------


def own_use(desk: Desk) -> dict[tuple[Kind, str], int]:
    """How often this person took which."""
    return {(use.kind, use.name): use.times for use in desk.book.find(Use, "who", desk.me.name)}


def all_use(desk: Desk, answer: Answer) -> int:
    """How often anybody took it."""
    uses = desk.book.find(Use, "name", answer.name)
    return sum(use.times for use in uses if use.kind == answer.kind)


def count(desk: Desk, answer: Answer) -> None:
    """Write down that this person took it. Where nothing can be written, nothing is counted."""
    try:
        with desk.book.begin(USED) as tx:
            known = tx.find(Use, "who", desk.me.name)
            for use in known:
                if (use.kind, use.name) == (answer.kind, answer.name):
                    tx.put(msgspec.structs.replace(use, times=use.times + 1, last_at=tx.at))
                    return
            tx.add(Use(who=tx.by, kind=answer.kind, name=answer.name, times=1, last_at=tx.at))
    except StoreError:
        return
