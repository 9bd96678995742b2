"""An import in a process of its own that takes for ever: `slow WORKSPACE PERSON FILE [STEP]`.

FILE is imported by hand; `-` sweeps the drop folder. Instead of the reading child there is one that
says how far it is once and then reads on. With a STEP the real child reads, and the process waits
for a line when it is reached; with `STEP!` it isn't slow there, but dies.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.errors import ImportRefused
from data.identity import author
from data.workspace import Workspace

ROWS, SHARE = 430_000, 0.43
CHILD = f"""#!/bin/sh
read job
echo '{{"type":"progress","rows":{ROWS},"share":{SHARE}}}'
cat >/dev/null
"""


def stand_in(folder: Path) -> Path:
    """A reading child that never ends by itself."""
    path = folder / "child"
    path.write_text(CHILD)
    path.chmod(0o755)
    return path


@contextmanager
def importing(root: Path, person: str, *argv: str) -> "Iterator[subprocess.Popen[str]]":
    """Such a process."""
    command = [sys.executable, "-m", "tests.intake.slow", str(root), person, *argv]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def main(root: str, person: str, file: str, stop: str = "") -> None:
    """Import, and print what became of it."""
    wanted, fatal = stop.rstrip("!"), stop.endswith("!")

    def step(name: str) -> None:
        if name == wanted and fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        if name == wanted:
            print(name, flush=True)  # noqa: T201
            sys.stdin.readline()

    if not wanted or fatal:
        sys.executable = str(stand_in(Path(root).parent))
    clock = FrozenClock(datetime(2026, 11, 20, 20, tzinfo=UTC))
    desk = Desk(Workspace.open(Path(root)), author(person, shared_account=True), clock)
    intake = Intake(desk, step)
    try:
        if file == "-":
            intake.sweep()
            clock.move(timedelta(seconds=11))
            outcomes = intake.sweep()
        else:
            outcomes = [intake.import_file(Path(file), desk.client("aurora-skin"))]
    except ImportRefused as refusal:
        print(refusal, flush=True)  # noqa: T201
    else:
        for outcome in outcomes:
            print(outcome.ref, outcome.status, outcome.reason, flush=True)  # noqa: T201


if __name__ == "__main__":
    import data.progress

    data.progress.SLOW = 0.0
    main(*sys.argv[1:])
