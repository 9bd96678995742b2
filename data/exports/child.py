"""The reading child: `python -m data.exports.child`; a `Task` or an `Inquiry` in, one answer out.

A process of its own, so that a hostile or huge file can't hurt a console, and no console pays for
polars. It writes into its work folder and nowhere else, and dies with its parent. Lines of
`Progress` may come before the answer.
"""

import gc
import os
import resource
import sys
import threading
import time
from pathlib import Path

import msgspec
from polars.exceptions import PanicException, PolarsError

from data.errors import ImportRefused, Unsure
from data.exports.enlisting import enlist
from data.exports.inquiry import Breakdown, Finding, Inquiry, Trace
from data.exports.job import (
    TOO_BIG,
    Answer,
    Asks,
    Failed,
    Job,
    Preview,
    Progress,
    Recount,
    Refused,
    Task,
)
from data.exports.listed import CreatorList
from data.exports.listening import listen
from data.exports.previewing import preview
from data.exports.reading import read, recount
from data.exports.sums import breakdown
from data.exports.talk import Listen
from data.exports.tracing import trace
from data.markets import market

MEMORY = 4 << 30
"""Address space it may use, in bytes."""
_BEAT = 0.4
"""Seconds between two words on how far it is."""
_SPEAKING = threading.Lock()


def main() -> None:
    """Do the task on the input; print the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)
    gc.disable()  # millions of cells and no cycles
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task | Inquiry)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _say(_answer(task))
    os._exit(0)  # the watching thread holds the input


def _answer(task: Task | Inquiry) -> Answer | Finding:
    """The one place where anything is caught: a child that dies silently can't say whose fault."""
    try:
        match task:
            case Job():
                return _read(task)
            case Recount():
                return recount(task)
            case Preview():
                return preview(task)
            case Trace():
                return trace(task)
            case Breakdown():
                return breakdown(task)
            case Listen():
                return listen(task)
    except Unsure as unsure:
        return Asks(unsure.question, str(unsure), unsure.options)
    except ImportRefused as refusal:
        return Refused(str(refusal))
    except MemoryError:
        return Refused(TOO_BIG)
    except OSError as error:
        return Failed(error.strerror or str(error))
    except PolarsError as error:  # its words may quote a cell, as any error's
        return Failed(f"its facts, or earlier ones, can't be used ({type(error).__name__})")
    except (Exception, PanicException) as error:  # noqa: BLE001 — see above
        return Failed(f"reading it failed ({type(error).__name__})")


def _read(job: Job) -> Answer | Finding:
    """Whether it is an export or a list of creators shows only by its header."""
    try:
        return read(job, _Beat())
    except CreatorList:
        thousands = "".join(market(job.market).amounts.thousands)
        return enlist(Path(job.file), Path(job.work), thousands)


class _Beat:
    """Says every now and then how far it is, whatever takes its time."""

    def __init__(self) -> None:
        self._last = Progress(rows=0, share=None)
        threading.Thread(target=self._go_on, daemon=True).start()

    def __call__(self, progress: Progress) -> None:
        self._last = progress

    def _go_on(self) -> None:
        while True:
            time.sleep(_BEAT)
            _say(self._last)


def _say(message: Progress | Answer | Finding) -> None:
    with _SPEAKING:
        sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
        sys.stdout.buffer.flush()


def _die_with_parent() -> None:
    sys.stdin.buffer.read()  # ends when the parent does
    os._exit(1)


if __name__ == "__main__":
    main()
