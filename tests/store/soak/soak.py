"""Many at one store, killed and stopped at random: what was acknowledged is there, once."""

from collections import Counter
from pathlib import Path

import msgspec

from data.clock import SystemClock
from data.identity import Author
from data.store import Entry, Store
from tests.store.kit import content, replay
from tests.store.soak.crowd import GROUP, Crowd, Tally, digest


class Report(msgspec.Struct, frozen=True):
    """What was counted, and what is wrong."""

    lives: int
    kills: int
    stops: int
    waited: float
    acknowledged: int
    present: int
    """How many of those acknowledged are there, as the sessions' own."""
    unsaid: int
    """Entries that are there though their writer died before it could say so."""
    folds: int
    wrong: tuple[str, ...]


def soak(folder: Path, *, people: int, seconds: float, seed: int) -> Report:
    """Let `people` work for so long in an empty folder, and look at what is left."""
    store = _opened(folder)
    with store.begin("soak.begin") as transaction:
        for id in GROUP:
            transaction.set("group", id, {"wave": "none yet"})
    crowd = Crowd(folder, people, seed)
    try:
        crowd.soak(seconds)
        crowd.converge()
    finally:
        crowd.close()
    store.close()
    return _looked_at(folder, crowd.tally)


def _opened(folder: Path) -> Store:
    author = Author(name="soak", uid=1000, session="soak")
    return Store.open(folder, author=author, clock=SystemClock())


def _looked_at(folder: Path, tally: Tally) -> Report:
    store = _opened(folder)
    entries = list(store.entries())
    there = {entry.seq: entry.session for entry in entries}
    present = [seq for seq, session in tally.acknowledged.items() if there.get(seq) == session]
    wrong = [*tally.wrong, *_flaws(store, entries, tally)]
    store.close()
    return Report(
        lives=tally.lives,
        kills=tally.kills,
        stops=tally.stops,
        waited=tally.waited,
        acknowledged=len(tally.acknowledged),
        present=len(present),
        unsaid=len(entries) - 1 - len(present),
        folds=len(list(store.files.journal.glob("*.jsonl"))) - 1,
        wrong=tuple(wrong),
    )


def _flaws(store: Store, entries: list[Entry], tally: Tally) -> list[str]:
    """Everything that mustn't be."""
    wrong = [f"entry {seq} was acknowledged twice" for seq in tally.twice]
    if store.read_only is not None:
        wrong.append(store.read_only)
    if [entry.seq for entry in entries] != list(range(1, len(entries) + 1)):
        wrong.append("entries are missing")
    if replay(entries) != content(store):
        wrong.append("the documents aren't what the journal says")
    if tally.digests != {digest(content(store))}:
        wrong.append("not everybody sees the same in the end")
    ids = Counter(
        change.id for entry in entries if entry.verb == "soak.new" for change in entry.changes
    )
    wrong += [f"note {id} was made {count} times" for id, count in ids.items() if count > 1]
    unsaid = len(entries) - 1 - len(tally.acknowledged)
    if not 0 <= unsaid <= tally.kills:
        wrong.append(f"{unsaid} entries nobody said, of {tally.kills} that were killed")
    return wrong
