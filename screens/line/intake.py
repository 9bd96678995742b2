"""Exports on the command line: `import`, `watch` and `cancel`."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from console.args import read
from console.cancel import cancel_import
from console.desk import Desk
from data.errors import ImportRefused, StoreError, UsageError
from data.records.clients import Client
from screens.line import shape
from screens.line.call import Call, Command, file_named
from screens.line.out import Json
from screens.line.progress import ProgressLine
from screens.say import NOTHING, counted

if TYPE_CHECKING:
    from console.arrivals import File, Outcome
    from console.intake import Intake
    from data.drop import Left
    from data.exports.job import Answers, Progress

NET = 60.0
"""Seconds after which the drop folder is looked through even if nothing seemed to happen."""
_SAID = ("market", "dates", "shop")
"""Options that say what a file doesn't."""
_BEAT = 500
"""Milliseconds between looks at whether a file has grown quiet."""


def _import(call: Call) -> int:
    """`spotlight import FILE… [--client SLUG] [--market US]`."""
    call.word(0, "the file to import")
    desk = call.desk()
    answers = _answers(call, desk)
    files = [file_named(word) for word in call.words]
    clients = [_client(call, desk, file) for file in files]
    desk.introduce()
    shapes = list[Json]()
    for file, client in zip(files, clients, strict=True):
        try:
            outcome = _import_one(call, desk, file, client, answers)
        except ImportRefused as refusal:
            if len(files) == 1:
                raise
            call.out.say(str(refusal))
            shapes.append(None)
        else:
            shapes.append(shape.outcome(outcome))
            if call.out.mode != "json":
                _tell(call, outcome)
    if call.out.mode == "json":
        call.out.json(shapes if len(files) > 1 else shapes[0])
    return 1 if None in shapes else 0


def _import_one(
    call: Call, desk: Desk, file: Path, client: Client, answers: "Answers"
) -> "Outcome":
    """Import a file. Ctrl+c stops it and leaves nothing behind; while it is written down, between
    two changes only.
    """
    from console.intake import Intake

    stop = Event()

    def step(name: str) -> None:
        if name == "read":
            signal.signal(signal.SIGINT, lambda *_: stop.set())

    def tell(file: "File", progress: "Progress") -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        line.show(file, progress)

    line, before = ProgressLine(call.out.mode), signal.getsignal(signal.SIGINT)
    try:
        return Intake(desk, step, tell).import_file(file, client, answers)
    except KeyboardInterrupt:
        line.clear()
        call.out.say(f"stopped: nothing of {file.name} was imported")
        raise
    finally:
        line.clear()
        signal.signal(signal.SIGINT, before)


def _answers(call: Call, desk: Desk) -> "Answers":
    """What the options say about the files. Raises `UsageError`, `NotFound`."""
    from console.imports import Settle, answers
    from data.exports.job import Answers

    said = {name: word for name in _SAID if (word := call.options.value(name)) is not None}
    return answers(read(Settle, said, desk.reading()), Answers())


def _client(call: Call, desk: Desk, file: Path) -> Client:
    """Whose file it is: as said, else by the folder it lies in, else the only client there is."""
    if named := call.options.value("client"):
        return desk.client(named)
    clients = desk.book.all(Client)
    found = [c for c in clients if c.slug == file.parent.name] or clients
    if len(found) != 1:
        slugs = " or ".join(client.slug for client in found) or "none yet: `clients new` makes one"
        raise UsageError(f"whose is {file.name}? Say --client {slugs}.")
    return found[0]


def _tell(call: Call, outcome: "Outcome") -> None:
    """What became of a file, and which of its rows were rejected."""
    became, rejects = _became(outcome), () if outcome.reason else outcome.rejects
    if call.out.mode == "plain":
        told = [("import", outcome.ref), ("client", outcome.client or NOTHING)]
        told += [("file", outcome.file), ("what", became.lstrip(": "))]
        call.out.facts([told])
        for reject in rejects:
            call.out.line()
            at = [("rejected line", str(reject.line)), ("column", reject.column)]
            call.out.facts([[*at, ("value", reject.value), ("reason", reject.reason)]])
    else:
        call.out.line(f"{outcome.ref}  {outcome.client or NOTHING}  {outcome.file}{became}")
        for reject in rejects:
            where = f"line {reject.line} · {reject.column}".rstrip("· ")
            call.out.line(f"    {where} · {reject.value} · {reject.reason}")
    for warning in outcome.warnings:
        call.out.say(warning)


def _became(outcome: "Outcome") -> str:
    """How the sentence about a file goes on."""
    if outcome.status == "waiting":
        return f" waits: {outcome.reason}"
    if outcome.reason is not None:
        return f" was refused: {outcome.reason}"
    if outcome.already is not None:
        return " was imported before; nothing changed"
    accepted = f"{outcome.accepted:,} accepted, {outcome.rejected:,} rejected"
    return f": {counted(outcome.rows, 'row')}, {accepted}"


def _watch(call: Call) -> int:
    """`spotlight watch`: until SIGINT or SIGTERM; a file half-way is left to the next."""
    from console.clocks.alarms import sound
    from console.importing import Leaving
    from console.intake import Intake

    desk, stop, line = call.desk(), Event(), ProgressLine(call.out.mode)
    desk.introduce()

    def tell(file: "File", progress: "Progress") -> None:
        if stop.is_set():
            raise Leaving
        line.show(file, progress)

    intake = Intake(desk, tell=tell)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    clocks = desk.clocks
    said: set[Left] = set()
    call.out.say(f"watching {desk.workspace.drop}")
    for _ in _stirrings(desk.workspace.drop, intake, stop):
        try:
            outcomes = intake.sweep()
            desk.book.refresh()
            sound(desk, clocks)
        except Leaving:
            break
        except StoreError as error:  # a held lock is let go, a full disk is emptied
            call.out.say(str(error))
            continue
        finally:
            line.clear()
        for outcome in outcomes:
            _tell_at_once(call, outcome)
        for left in (each for each in intake.left if each not in said):
            reason = left.reason.removeprefix(f"{left.path.name} ")  # it is named already
            call.out.say(f"{left.path}: {reason}")
        said = set(intake.left)
    return 0


def _tell_at_once(call: Call, outcome: "Outcome") -> None:
    if call.out.mode == "json":
        call.out.json(shape.dropped(outcome))
    else:
        _tell(call, outcome)
    sys.stdout.flush()


def _stirrings(drop: Path, intake: "Intake", stop: Event) -> Iterator[None]:
    """Once now, then whenever it is time to sweep: a change, a file grown quiet, a minute gone."""
    import watchfiles

    swept = time.monotonic()
    yield
    for changes in watchfiles.watch(
        drop, stop_event=stop, rust_timeout=_BEAT, yield_on_timeout=True, raise_interrupt=False
    ):
        due = intake.next_due()
        if changes or (due is not None and due <= 0) or time.monotonic() - swept > NET:
            swept = time.monotonic()
            yield


def _cancel(call: Call) -> int:
    """`spotlight cancel`."""
    ended = cancel_import(call.desk())
    if call.out.mode == "json":
        call.out.json({"client": ended.client, "file": ended.file, "by": ended.by})
    else:
        said = f"{ended.file} of {ended.client} is cancelled; nothing of it was imported"
        call.out.tell("cancelled", said)
    return 0


COMMANDS = (
    Command(
        "import",
        "FILE… [--client SLUG] [--market US] [--dates day-first] [--shop NAME]",
        "Take in exports: the file stays where it is.",
        _import,
        options=("client", *_SAID),
    ),
    Command(
        "watch",
        "",
        "Take in what is put into the drop folder, until it is stopped.",
        _watch,
        most=0,
    ),
    Command(
        "cancel",
        "",
        "Stop the import that runs now, whoever's it is; nothing of it is kept.",
        _cancel,
        most=0,
    ),
)
