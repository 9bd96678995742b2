"""A transaction as lines of the journal: one, or as many as it takes if it may be split."""

from data.store.entry import Change, Entry, encode
from data.store.transaction import Transaction, in_parts


def lines_of(
    transaction: Transaction,
    changes: list[Change],
    *,
    after: tuple[int, str],
    undoes: int | None,
    shape: int | None,
    split: bool,
) -> tuple[bytes, Entry]:
    """Its lines and the last one's entry, `after` an entry's number and seal.

    Raises `TooLarge`.
    """
    (seq, seal), lines, cleared = after, b"", transaction.cleared()
    parts = in_parts(changes) if split else [changes]
    for number, part in enumerate(parts, 1):
        entry = Entry(
            seq=seq + 1,
            at=transaction.at,
            by=transaction.author.name,
            uid=transaction.author.uid,
            session=transaction.author.session,
            verb=transaction.verb,
            changes=tuple(part),
            undoes=undoes,
            cleared=cleared,
            shape=shape if number == len(parts) else None,  # only then all documents have it
            origin=transaction.author.origin,
            version=transaction.author.version,
            prev=seal,
        )
        line, seal = encode(entry)
        lines += line
        seq, cleared = entry.seq, ()
    return lines, entry
