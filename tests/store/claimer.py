"""A process that claims a note when told to: claimer.py FOLDER NAME ID. Says who got it."""

import sys
from pathlib import Path

from data.clock import SystemClock
from data.identity import Author
from data.store import Store


def say(word: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: str, name: str, id: int) -> None:
    """Claim it unless somebody has it."""
    author = Author(name=name, uid=1000, session=name)
    store = Store.open(Path(folder), author=author, clock=SystemClock())
    say("ready")
    sys.stdin.readline()
    with store.begin("notes.claim") as transaction:
        document = transaction.get("notes", id) or {}
        owner = document.get("owner")
        if owner is None:
            transaction.set("notes", id, {**document, "owner": name})
    say("mine" if owner is None else f"{owner} was first")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
