"""A console's intake as a process of its own: `sweeper WORKSPACE PERSON [STEP [ACT]]`.

It sweeps until the drop folder has been quiet long enough, prints an id a file, and dies like a
process that is killed when it reaches STEP. ACT may be `settle` or `void` instead: that is done to
the first import.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.errors import RefusalError
from data.exports.job import Answers
from data.identity import author
from data.records.clients import Client
from data.records.imports import Import
from data.workspace import Workspace


def main(root: str, person: str, fatal: str = "", act: str = "sweep") -> None:
    """Sweep twice, eleven seconds apart on the clock it is given; or act in between."""

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    clock = FrozenClock(datetime(2026, 11, 20, 20, tzinfo=UTC))
    desk = Desk(Workspace.open(Path(root)), author(person, shared_account=True), clock)
    intake = Intake(desk, step=step)
    if act == "sweep":
        intake.sweep()
        clock.move(timedelta(seconds=11))
    first = next(iter(desk.book.all(Import)), None)
    say("ready")
    sys.stdin.readline()
    try:
        if first is None or act == "sweep":
            for outcome in intake.sweep():
                say(outcome.ref, outcome.already)
        elif act == "settle":
            (client, *_) = desk.book.all(Client)
            say(intake.settle(first, client, Answers(dates="day first")).status)
        else:
            say(intake.void(first, "the wrong file").status)
    except RefusalError as refusal:
        say(refusal)


def say(*words: object) -> None:
    """Tell whoever started this."""
    print(*words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
