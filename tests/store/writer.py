"""A process that commits: writer.py FOLDER NAME COUNT. Says each number once it is committed.

Started again, it goes on with the first number that isn't in the store. Each commit also counts
one up in a document all writers share.
"""

import sys
from pathlib import Path

from data.clock import SystemClock
from data.identity import Author
from data.store import Store


def main(folder: str, name: str, count: int) -> None:
    author = Author(name=name, uid=1000, session=name)
    store = Store.open(
        Path(folder), author=author, clock=SystemClock(), keys={"notes": ("by", "mark")}
    )
    for number in range(count):
        mark = f"{name}-{number}"
        with store.begin("notes.add") as transaction:
            if not transaction.lookup("notes", "mark", mark):
                document = {"by": name, "mark": mark, "text": "hello " * 20}
                transaction.set("notes", transaction.new_id("notes"), document)
                tally = transaction.get("tally", 1) or {"count": 0}
                transaction.set("tally", 1, {"count": tally["count"] + 1})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
