"""Reading an export from a console: in a child process, within limits."""

import os
import subprocess
import sys
from pathlib import Path
from signal import SIGABRT
from threading import Event, Timer

import msgspec

import data
from data.errors import ImportRefused, StoreError
from data.exports.job import TOO_BIG, Failed, Job, Refused, Report
from data.store import disk

LONGEST = 300.0
"""Seconds a file may take; a million rows take about 25."""


def read_export(job: Job) -> Report:
    """Have a child read the job's file; its facts and rejects are then in the work folder.

    Raises `ImportRefused`: the file isn't what an import needs, or reading it takes more time or
    memory than it may. Raises `StoreError` where the box is at fault, not the file.
    """
    with disk.speaking(f"{job.name} can't be imported now"):
        child = _start()
    late = Event()

    def give_up() -> None:
        late.set()
        child.kill()

    limit = Timer(LONGEST, give_up)
    limit.start()
    try:
        said = _ask(child, msgspec.json.encode(job) + b"\n")
    finally:
        limit.cancel()
        child.kill()
        child.wait()
    try:
        answer = msgspec.json.decode(said, type=Report | Refused | Failed)
    except msgspec.DecodeError:
        answer = _silence(child.returncode, late=late.is_set())
    if isinstance(answer, Refused):
        raise ImportRefused(answer.reason)
    if isinstance(answer, Failed):
        raise StoreError(
            f"{job.name} can't be imported now: {answer.reason}. It stays where it is."
        )
    return answer


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


def _ask(child: subprocess.Popen[bytes], question: bytes) -> bytes:
    """What the child answers. Its input stays open meanwhile: the end of it says we are gone."""
    try:
        with child:
            assert child.stdin
            assert child.stdout
            child.stdin.write(question)
            child.stdin.flush()
            return child.stdout.read()
    except BrokenPipeError:  # it was dead before it could hear
        return b""
