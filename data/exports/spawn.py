"""Reading an export from a console: in a child process, within limits."""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from signal import SIGABRT
from threading import Event, Timer
from typing import NoReturn

import msgspec

import data
from data.errors import ImportRefused, StoreError, Unsure
from data.exports.inquiry import Breakdown, Finding, Inquiry, Sums, Trace, Traced
from data.exports.job import (
    TOO_BIG,
    Answer,
    Asks,
    Failed,
    Job,
    Preview,
    Previewed,
    Progress,
    Recount,
    Recounted,
    Refused,
    Report,
    Task,
)
from data.exports.talk import Heard, Listen
from data.store import disk

LONGEST = 300.0
"""Seconds a file may take; a million rows take about 25."""

_SILENT = 0.5
"""Seconds a child may say nothing until we tell again what it said last: libraries keep it busy."""

Tell = Callable[[Progress], None]
"""Told a few times a second how far it is; what it raises ends the child."""


def read_export(job: Job, tell: Tell) -> Report | Heard:
    """Have a child read the job's file; its facts and rejects are then in the work folder, or, of
    a list of creators, those.

    Raises `ImportRefused`: the file isn't what an import needs, or reading it takes more time or
    memory than it may; `Unsure`, when a person must say something first. Raises `StoreError` where
    the box is at fault, not the file.
    """
    answer = _answer(job, f"{job.name} can't be imported now", tell)
    return answer if isinstance(answer, Report | Heard) else _refuse(answer, job.name)


def listen(task: Listen, name: str, tell: Tell) -> Heard:
    """Have a child read a file of conversations. Raises as `read_export`."""
    answer = _answer(task, f"{name} can't be imported now", tell)
    return answer if isinstance(answer, Heard) else _refuse(answer, name)


def _refuse(answer: Answer | Finding, name: str) -> NoReturn:
    match answer:
        case Asks():
            raise Unsure(answer.reason, answer.question, answer.options)
        case Refused():
            raise ImportRefused(answer.reason)
        case _:
            reason = _why(answer)
            raise StoreError(f"{name} can't be imported now: {reason}. It stays where it is.")


def recount(task: Recount) -> Recounted:
    """Have a child work out the days an import touched, without it. Raises `StoreError`."""
    answer = _answer(task, "The figures can't be worked out", lambda _: None)
    if isinstance(answer, Recounted):
        return answer
    raise StoreError(f"The figures can't be worked out: {_why(answer)}. Nothing was changed.")


def preview(task: Preview) -> Previewed:
    """Have a child look at the beginning of a file. Raises `ImportRefused`, `StoreError`."""
    answer = _answer(task, "The file can't be looked at", lambda _: None)
    match answer:
        case Previewed():
            return answer
        case Refused():
            raise ImportRefused(answer.reason)
        case _:
            raise StoreError(f"The file can't be looked at: {_why(answer)}.")


def trace(task: Trace) -> Traced:
    """Have a child find the rows that are asked for. Raises `StoreError`."""
    answer = _answer(task, _NO_LOOK, lambda _: None)
    if isinstance(answer, Traced):
        return answer
    raise StoreError(f"{_NO_LOOK}: {_why(answer)}.")


def breakdown(task: Breakdown) -> Sums:
    """Have a child add up the rows that count. Raises `StoreError`."""
    answer = _answer(task, _NO_LOOK, lambda _: None)
    if isinstance(answer, Sums):
        return answer
    raise StoreError(f"{_NO_LOOK}: {_why(answer)}.")


_NO_LOOK = "The facts of the imports can't be looked through"


def _why(answer: Answer | Finding) -> str:
    return answer.reason if isinstance(answer, Failed | Refused) else "it was answered wrongly"


def _answer(task: Task | Inquiry, failing: str, tell: Tell) -> Answer | Finding:
    with disk.speaking(failing):
        child = _start()
    late = Event()

    def give_up() -> None:
        late.set()
        child.kill()

    limit = Timer(LONGEST, give_up)
    limit.start()
    try:
        said = _ask(child, msgspec.json.encode(task) + b"\n", tell)
    finally:
        limit.cancel()
        child.kill()
        with suppress(BrokenPipeError), child:  # closes its pipes, and waits
            pass
    return said or _silence(child.returncode, late=late.is_set())


def _start() -> subprocess.Popen[bytes]:
    code = str(Path(next(iter(data.__path__))).parent)  # the child runs what we run
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "data.exports.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": code, "POLARS_MAX_THREADS": "2"},
    )


def _silence(code: int, *, late: bool) -> Refused | Failed:
    """What it means that the child ended, with that exit code, before it had answered."""
    if late:
        return Refused("reading it takes too long. Export it in smaller parts.")
    if code == -SIGABRT:  # how polars ends when the limit leaves it no memory
        return Refused(TOO_BIG)
    return Failed(f"the process that reads it ended half-way (exit code {code})")


_SAID = Answer | Finding | Progress


def _ask(child: subprocess.Popen[bytes], question: bytes, tell: Tell) -> Answer | Finding | None:
    """What the child answers; `None`: it ended before that.

    Its input stays open meanwhile: the end of it says we are gone.
    """
    assert child.stdin
    assert child.stdout
    try:
        child.stdin.write(question)
        child.stdin.flush()
        far = Progress(rows=0, share=None)
        for line in _heard(child.stdout.fileno()):
            said: Answer | Finding | Progress = far
            if line:
                said = msgspec.json.decode(line, type=_SAID)
            if not isinstance(said, Progress):
                return said
            far = said
            tell(far)
    except (BrokenPipeError, msgspec.DecodeError):  # it was dead before it could hear, or spoke
        return None
    return None


def _heard(pipe: int) -> Iterator[bytes]:
    """The lines the child says; an empty one when it is busy and has said nothing for a while."""
    rest = b""
    while True:
        if not select.select([pipe], [], [], _SILENT)[0]:
            yield b""
        elif heard := os.read(pipe, 1 << 16):
            *lines, rest = (rest + heard).split(b"\n")
            yield from lines
        else:
            return
