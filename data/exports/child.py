"""The reading child: `python -m data.exports.child`, one `Job` on its input, one answer out.

A process of its own, so that a hostile or huge file can't hurt a console, and no console pays for
polars. It writes into its work folder and nowhere else, and dies with its parent.
"""

import gc
import os
import resource
import sys
import threading

import msgspec
from polars.exceptions import PanicException, PolarsError

from data.errors import ImportRefused
from data.exports.job import TOO_BIG, Failed, Job, Refused, Report
from data.exports.reading import read

MEMORY = 4 << 30
"""Address space it may use, in bytes."""


def main() -> None:
    """Do the job on the input; print the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)
    gc.disable()  # millions of cells and no cycles
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    sys.stdout.buffer.write(msgspec.json.encode(_answer(job)))
    sys.stdout.buffer.flush()
    os._exit(0)  # the watching thread holds the input


def _answer(job: Job) -> Report | Refused | Failed:
    """The one place where anything is caught: a child that dies silently can't say whose fault."""
    try:
        return read(job)
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


def _die_with_parent() -> None:
    sys.stdin.buffer.read()  # ends when the parent does
    os._exit(1)


if __name__ == "__main__":
    main()
