"""`spotlight find`: words over every kind of record."""

from console.desk import Desk
from console.find import Found, find_everywhere
from console.naming import client_of, state_word, title
from data.errors import UsageError
from screens.line import shape
from screens.line.call import Call, Command
from screens.say import NOTHING, how_much

HEAD = ("id", "state", "client", "what", "where")


def _find(call: Call) -> int:
    desk = call.desk()
    if not call.words:
        raise UsageError("find wants words: a title's, a handle, a note's or message's, an id.")
    found = find_everywhere(desk, " ".join(call.words))
    if call.out.mode == "json":
        call.out.json(
            [{**shape.record(desk, one.record), "where": one.where or None} for one in found.shown]
        )
    elif found.shown:
        call.out.table(HEAD, [_row(call, desk, one) for one in found.shown])
    if not found.complete or not (found.shown or call.out.mode == "json"):
        call.out.say(how_much(found, " ".join(call.words)))
    return 0


def _row(call: Call, desk: Desk, one: Found) -> list[str]:
    where = one.whole if call.out.room is None else one.where
    return [
        one.record.ref,
        state_word(desk, one.record) or NOTHING,
        desk.client_slug(client_of(one.record)) or NOTHING,
        title(desk, one.record),
        where or NOTHING,
    ]


COMMANDS = (
    Command(
        "find",
        "WORDS",
        "Records of any kind that have these words, in their names, notes, messages or QA results.",
        _find,
    ),
)
