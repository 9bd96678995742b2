"""A process that holds a lock until its input ends: holder.py LOCKFILE. Says when it has it."""

import sys
from pathlib import Path

from data.store import FileLock

with FileLock(Path(sys.argv[1])).hold():
    sys.stdout.write("held\n")
    sys.stdout.flush()
    sys.stdin.read()
