"""A process that commits what it is told, a JSON line each: `["FOLDER", {"3": {…}, "4": null}]`.

Sets those notes (null removes one) in one transaction, and says how many entries it then knows.
"""

import sys
from pathlib import Path

import msgspec

from data.clock import SystemClock
from data.identity import Author
from data.store import Store
from data.store.entry import Document

Told = tuple[str, dict[int, Document | None]]


def main() -> None:
    author = Author(name="kim", uid=1000, session="kim")
    store: Store | None = None
    for line in sys.stdin:
        folder, notes = msgspec.json.decode(line, type=Told)
        if store is None or store.files.folder != Path(folder):
            if store is not None:
                store.close()
            store = Store.open(Path(folder), author=author, clock=SystemClock())
        with store.begin("notes.told") as transaction:
            for id, document in notes.items():
                if document is None:
                    transaction.delete("notes", id)
                else:
                    transaction.set("notes", id, document)
        sys.stdout.write(f"{store.seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
