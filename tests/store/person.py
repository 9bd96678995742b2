"""A person with a Unix account of their own: person.py UID GID. Does the commands given on stdin.

Each line is a command's words as JSON; what it says comes back, then its exit code behind a NUL.
Everything is loaded before the account is changed: the interpreter may lie where only root reads.
"""

import codecs
import importlib.metadata
import json
import os
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

import console
import data
import screens.line
from data.clock import SystemClock
from data.drafts import Drafts
from screens.line.main import main


def _draft(folder: str, text: str) -> int:
    Drafts(Path(folder), SystemClock()).keep(("actions.new",), {"title": text}, {})
    return 0


def _read(path: str) -> int:
    try:
        return len(Path(path).read_bytes()) * 0
    except OSError as error:
        sys.stdout.write(f"{error.strerror}\n")
        return 1


def _stick(path: str) -> int:
    Path(path).chmod(Path(path).stat().st_mode ^ 0o1000)
    return 0


OWN: dict[str, Callable[..., int]] = {"type": _draft, "read": _read, "stick": _stick}
"""What a person does without the command."""


def become(uid: int, gid: int) -> None:
    """From now on, be that account, with the umask most boxes have."""
    codecs.lookup("ascii")
    importlib.import_module("slugify")
    importlib.metadata.version("tinydb")  # loads what reads it
    for package in (console, data, screens.line):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)
    os.umask(0o022)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]))
    for said in sys.stdin:
        first, *rest = words = json.loads(said)
        code = OWN[first](*rest) if first in OWN else main(words)
        sys.stderr.flush()
        sys.stdout.write(f"\0{code}\n")
        sys.stdout.flush()
