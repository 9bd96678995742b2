"""What the top and the status line say: panes and counts, who is here, the last event."""

from collections.abc import Iterable, Mapping, Sequence

from console.desk import Desk
from console.history import BY_ITSELF, sentence
from console.imports import import_in, told
from console.table import VERBS
from console.today import LIST as TODAY
from console.today import today
from console.turns import our_turn
from data.drafts import Key
from data.presence import Present
from data.progress import UnderWay
from data.records.actions import Action
from data.records.conversations import Conversation
from data.records.runs import Run
from data.records.tickets import Ticket
from data.store import Entry
from screens.frame.paint import Piece, Pieces, cells
from screens.keymap import by_name, key_of, label_of
from screens.say import how_far, so_far, when


def panes_line(panes: Iterable[str], current: str, counts: Mapping[str, int]) -> Pieces:
    """The panes there are, each with its key and its count."""
    pieces: Pieces = []
    for name in panes:
        here = name == current
        command = f"pane.{name}"
        pieces.append(("▌" if here else " ", "accent"))
        if key := key_of(command):
            pieces.append((f"{key}:", "dim"))
        pieces.append((label_of(command), "strong" if here else "text"))
        pieces.append((f" {counts[name]} " if counts.get(name) else " ", "dim"))
    return pieces


def counts(desk: Desk) -> dict[str, int]:
    """What stands beside each pane's name."""
    pressing = [item for item in today(desk, TODAY.default) if item.section != "NEW"]
    ours = sum(our_turn(desk, conversation) for conversation in desk.book.live(Conversation))
    return {
        "today": len(pressing),
        "inbox": ours,
        "tickets": len(desk.book.live(Ticket)),
        "actions": len(desk.book.live(Action)),
        "qa": len(desk.book.live(Run)),
    }


def people_line(desk: Desk, others: Iterable[Present], room: int) -> Pieces:
    """Who I am and who else has a console open; where `room` is short, only how many."""
    names = sorted({present.name for present in others})
    me: Piece = (desk.me.name, "strong")
    who: Piece = (f" · {', '.join(names)} " if names else " ", "dim")
    if cells([me, who]) < room or not names:
        return [me, who]
    return [me, (f" +{len(names)} ", "dim")]


def top_line(
    desk: Desk,
    panes: Sequence[str],
    current: str,
    counts: Mapping[str, int],
    others: Sequence[Present],
    width: int,
) -> tuple[Pieces, Pieces]:
    """Panes and people. The names of the others give way first, then the counts."""
    left = panes_line(panes, current, counts)
    right = people_line(desk, others, width - cells(left))
    if cells(left) + cells(right) > width:
        left = panes_line(panes, current, {})
    return left, right


def event(desk: Desk, entry: Entry) -> str:
    """An entry with its time; a file by what came in."""
    record = import_in(desk, entry)
    words = told(desk, record) if record is not None else sentence(entry)
    return f"{when(entry.at, desk.clock.now(), desk.zone)} {words}"


def worth_telling(desk: Desk, entry: Entry) -> bool:
    """Whether it is news to this person: what others did, and any file that came in."""
    if entry.verb in BY_ITSELF:
        return False
    return entry.session != desk.me.session or import_in(desk, entry) is not None


def unsent_words(key: Key) -> str:
    """A form with something typed in it: `note A3`, `new (actions)`."""
    verb = VERBS.get(key[0])
    on = key[1:] or (f"({key[0].partition('.')[0]})",)
    return " ".join([verb.label if verb else key[0], *on])


def unsent_corner(kept: Sequence[Key]) -> Pieces:
    """What was typed and not sent, for the corner of the status line."""
    if not kept:
        return []
    more = f" and {len(kept) - 1} more" if len(kept) > 1 else ""
    return [(f"draft: {unsent_words(kept[-1])}{more} ", "warn")]


def under_way(now: UnderWay) -> Pieces:
    """An import that runs, and how to stop it."""
    far = how_far(now.client, now.file, now.rows, now.share)
    return [(f" {far} · {now.by}", "text"), (f" · {by_name()} cancel stops it", "dim")]


def under_way_brief(now: UnderWay) -> Pieces:
    """The same, in the corner."""
    return [(f"importing{so_far(now.share)} ", "dim")]
