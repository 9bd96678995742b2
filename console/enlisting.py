"""Lists of creators from files: who is on one is known, with what it says of them."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from console.arrivals import File, listened
from console.desk import Desk
from console.feeding import BATCH, VERB
from console.handles import known
from data.exports.listed import LISTED, Listed
from data.exports.talk import Heard
from data.records.book import Tx
from data.records.creators import Creator
from data.records.imports import Import

_NAMED = 5
"""So many of many are named."""


def enlist(desk: Desk, file: File, heard: Heard, work: Path, began: float) -> Import:
    """The import such a file becomes, its creators kept before; not committed."""
    rows, new = [*_rows(work / LISTED)], 0
    for at in range(0, len(rows), BATCH):
        with desk.book.begin(VERB) as tx:
            new += sum(_put(tx, row) for row in rows[at : at + BATCH])
    said = (f"{new:,} creator{'' if new == 1 else 's'} nobody knew yet", *_twice(rows))
    took = round((time.perf_counter() - began) * 1000)
    return listened(file, heard, new, said, took)


def staying(record: Import) -> str:
    """What stays when a list is taken out: all of it, for others may have it from elsewhere."""
    brought = record.accepted - record.duplicates
    if not brought:
        return "nobody was known by it alone: the creators stay, with the figures it had"
    who = (
        "the creator it brought stays" if brought == 1 else f"{brought:,} creators it brought stay"
    )
    return f"{who}, with what it said of {'them' if brought > 1 else 'that one'}"


def _twice(rows: Sequence[Listed]) -> Iterator[str]:
    """Says of whom several rows tell."""
    times = Counter(row.handle for row in rows)
    if again := [f"@{handle}" for handle, count in times.items() if count > 1]:
        more = f" and {len(again) - _NAMED:,} more" if len(again) > _NAMED else ""
        yield f"in it more than once, and the last row counts: {', '.join(again[:_NAMED])}{more}"


def _put(tx: Tx, row: Listed) -> bool:
    """Whether nobody knew them. Figures are the file's, a name stays, tags are added."""
    here = known(tx, row.handle)
    creator = here or tx.add(Creator(handle=row.handle))
    figures = {"followers": row.followers, "fulfilment": row.fulfilment, "health": row.health}
    tx.put(
        msgspec.structs.replace(
            creator,
            archived_at=None,
            name=creator.name or row.name,
            tags=tuple(dict.fromkeys((*creator.tags, *row.tags))),
            **{field: said for field, said in figures.items() if said is not None},
        )
    )
    return here is None


def _rows(path: Path) -> Iterator[Listed]:
    decoder = msgspec.json.Decoder(Listed)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)
