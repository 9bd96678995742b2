"""A console's intake as a process of its own: `sweeper WORKSPACE PERSON [STEP]`.

It sweeps until the drop folder has been quiet long enough, prints an id a file, and dies like a
process that is killed when it reaches STEP.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.identity import author
from data.workspace import Workspace


def main(root: str, person: str, fatal: str = "") -> None:
    """Sweep twice, eleven seconds apart on the clock it is given."""

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    clock = FrozenClock(datetime(2026, 11, 20, 20, tzinfo=UTC))
    desk = Desk(Workspace.open(Path(root)), author(person, shared_account=True), clock)
    intake = Intake(desk, step=step)
    intake.sweep()
    clock.move(timedelta(seconds=11))
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    for outcome in intake.sweep():
        print(outcome.ref, outcome.already, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
