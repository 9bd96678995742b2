"""Reads one export as a console does, and prints the child's peak memory in MB.

`python -m tests.bench.reader FILE FOLDER`. A process of its own, so that the peak is this child's.
"""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from data.exports.job import Answers, Job
from data.exports.spawn import read_export


def main(file: str, folder: str) -> None:
    """Read it."""
    job = Job(
        file=file,
        name=Path(file).name,
        market="US",
        answers=Answers(),
        work=mkdtemp(dir=folder),
        now=datetime.now(UTC),
        known={},
    )
    read_export(job, lambda _: None)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
