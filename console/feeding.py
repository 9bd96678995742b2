"""Feeding: what exports say of creators and their samples, kept with those records.

Each import brings it anew from all that counts, so that one that was cut short is made good by the
next. What a person said of a creator or a sample is never undone by it.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from console.creators import ahead
from console.handles import known
from console.samples import at_day, further
from data.exports.roster import MOST, Earned, Roster, Untold
from data.exports.roster import Sample as Given
from data.records.book import Book, Tx
from data.records.clients import Client
from data.records.creators import Creator, Sold
from data.records.imports import Import
from data.records.samples import Sample, Status
from data.store.history import saying

VERB = "creators.fed"
BATCH = 100
"""So many are brought in with one commit."""
_FEW = 3
"""So many samples are named, of those that stay."""
_WAY: tuple[Status, ...] = ("requested", "approved", "shipped", "delivered", "posted")
T = TypeVar("T")


def feed(book: Book, made: Import, roster: Roster | None) -> None:
    """Keep what an import and all before it say of creators. Raises `StoreError`."""
    client = book.get(Client, made.client or 0)
    if client is None:
        return
    if roster is not None:
        _feed_sold(book, client, roster)
        _feed_samples(book, client, made, roster)
    elif made.part == "affiliate":  # the last one was taken out
        _forget(book, client, but=frozenset())


# -- what they sold ---------------------------------------------------------------------------


def _feed_sold(book: Book, client: Client, roster: Roster) -> None:
    new = [each for each in roster.earned if not _has(book, client, roster, each)]
    for batch in _batches(new):
        with book.begin(VERB) as tx:
            for earned in batch:
                creator = known(tx, earned.creator) or tx.add(Creator(handle=earned.creator))
                _put_sold(tx, client, creator, _sold(client, roster, earned))
    if roster.earned and len(roster.earned) < MOST:
        found = (known(book, each.creator) for each in roster.earned)
        _forget(book, client, but=frozenset(each.id for each in found if each))


def _has(book: Book, client: Client, roster: Roster, earned: Earned) -> bool:
    creator = known(book, earned.creator)
    return creator is not None and _sold(client, roster, earned) in creator.sold


def _sold(client: Client, roster: Roster, earned: Earned) -> Sold:
    return Sold(client.id, client.currency, roster.until, earned.gmv_30, earned.gmv_90)


def _put_sold(tx: Tx, client: Client, creator: Creator, sold: Sold) -> None:
    """Whoever sells for the first time shows the product: they posted, and are connected."""
    first = client.id not in creator.connected
    others = [each for each in creator.sold if each.client != client.id]
    tx.put(
        msgspec.structs.replace(
            creator,
            sold=tuple(sorted((*others, sold), key=lambda each: each.client)),
            connected=tuple(sorted({*creator.connected, client.id})),
            stage=ahead(creator, "posted") if first else creator.stage,
        )
    )


def _forget(book: Book, client: Client, but: frozenset[int]) -> None:
    """Whoever sold before and isn't among those sold nothing of late."""
    gone = [
        creator
        for creator in book.all(Creator)
        if any(each.client == client.id for each in creator.sold) and creator.id not in but
    ]
    for batch in _batches(gone):
        with book.begin(VERB) as tx:
            for creator in batch:
                fresh = tx.need(Creator, creator.id)
                left = tuple(each for each in fresh.sold if each.client != client.id)
                tx.put(msgspec.structs.replace(fresh, sold=left))


# -- samples ----------------------------------------------------------------------------------


Requests = dict[int, list[Sample]]
"""By creator, the requests for samples that no order answers yet; looked up once a transaction."""


def _feed_samples(book: Book, client: Client, made: Import, roster: Roster) -> None:
    """The newest export's word on an order counts."""
    for batch in _batches([each for each in roster.samples if each.creator]):
        with book.begin(VERB) as tx:
            asked: Requests = {}
            for given in reversed(batch):
                _put_sample(tx, client, made, given, asked)


def unfeed(book: Book, made: Import, untold: Untold) -> Import:
    """Take back of samples what only the import told that was taken out; gives it saying so.

    What somebody worked on stays. Raises `StoreError`.
    """
    found = [
        sample
        for order in untold.orders
        for sample in book.find(Sample, "order", order)
        if sample.client == made.client
    ]
    if not found:
        return made
    told = {each.order: each for each in untold.still}
    worked_on = _worked_on(book, {each.id for each in found})
    fed = [each for each in found if each.id not in worked_on]
    for batch in _batches(fed):
        with book.begin(VERB) as tx:
            for sample in batch:
                _unsay(tx, tx.need(Sample, sample.id), told.get(sample.order or ""))
    stay = [each for each in found if each.id in worked_on and each.order not in told]
    gone = [each for each in fed if each.order not in told]
    said = _said(len(gone), len(fed) - len(gone), [each.ref for each in stay])
    with book.begin(VERB) as tx:
        return tx.put(msgspec.structs.replace(tx.need(Import, made.id), without=said))


def _worked_on(book: Book, samples: Collection[int]) -> set[int]:
    """Those of them that anything but an import ever changed."""
    return {
        change.id
        for entry in book.store.entries(sieves=[[saying("table", Sample.TABLE)]])
        if entry.verb != VERB
        for change in entry.changes
        if change.table == Sample.TABLE and change.id in samples
    }


def _unsay(tx: Tx, sample: Sample, given: Given | None) -> None:
    """The sample as the other imports have it; away, if none has it."""
    if given is None:
        tx.put(msgspec.structs.replace(sample, archived_at=tx.at))
        return
    tx.put(
        msgspec.structs.replace(
            sample,
            status=_status(given),
            tracking=given.tracking_id,
            shipped_at=given.shipped_at,
            delivered_at=given.delivered_at,
            as_of=None,
        )
    )


def _said(gone: int, again: int, stay: Sequence[str]) -> str | None:
    """How many samples went with it, are told otherwise, and which stayed."""
    words = list[str]()
    if gone:
        one = gone == 1
        words.append(f"{gone} sample{'' if one else 's'} only it told of went with it")
        words.append(f"{'its creator stays' if one else 'their creators stay'} known")
    if again:
        has = "sample is" if again == 1 else "samples are"
        words.append(f"{again} {has} again as the other imports have it")
    if stay:
        named = ", ".join(stay[:_FEW]) + (f" and {len(stay) - _FEW} more" if stay[_FEW:] else "")
        words.append(f"{named} stay{'s' if len(stay) == 1 else ''}: somebody has worked on it")
    return "; ".join(words) or None


def _put_sample(tx: Tx, client: Client, made: Import, given: Given, asked: Requests) -> None:
    before = _sample_of(tx, client, given, asked)
    if before.as_of is not None and before.as_of > made.as_of:
        return
    status = _further(before.status, _status(given))
    after = msgspec.structs.replace(
        before,
        status=status,
        order=given.order,
        decided_at=before.decided_at or given.created_at,
        tracking=given.tracking_id or before.tracking,
        shipped_at=given.shipped_at or before.shipped_at,
        delivered_at=given.delivered_at or before.delivered_at,
        as_of=before.as_of,
    )
    if after != before:
        tx.put(msgspec.structs.replace(after, as_of=made.as_of))
        if after.delivered_at is not None:
            further(tx, after.creator, "sampled")


def _sample_of(tx: Tx, client: Client, given: Given, asked: Requests) -> Sample:
    """The sample of that order; else the request it answers; else a new one."""
    for sample in tx.find(Sample, "order", given.order):
        if sample.client == client.id and sample.archived_at is None:
            return sample
    creator = known(tx, given.creator or "") or tx.add(Creator(handle=given.creator or ""))
    product = ", ".join(given.products) or "a sample"
    if creator.id not in asked:
        asked[creator.id] = [
            sample
            for sample in tx.find(Sample, "creator", creator.id)
            if sample.status in ("requested", "approved") and sample.order is None
            if sample.client == client.id and sample.archived_at is None
        ]
    for sample in asked[creator.id]:
        if sample.product.casefold() in product.casefold():
            asked[creator.id].remove(sample)
            return sample
    at = given.created_at or at_day(given.day, tx.at)
    return tx.add(
        Sample(creator=creator.id, client=client.id, product=product, requested_at=at,
               status="approved", order=given.order)
    )  # fmt: skip


def _status(given: Given) -> Status:
    if given.status == "cancelled":
        return "cancelled"
    if given.delivered_at is not None:
        return "delivered"
    return "shipped" if given.shipped_at is not None else "approved"


def _further(before: Status, now: Status) -> Status:
    """What happened never leads back, and what a person said to end it stays."""
    if before not in _WAY or now not in _WAY:
        return now if now == "cancelled" and before in _WAY[:3] else before
    return max(before, now, key=_WAY.index)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    every = iter(items)
    while batch := list(islice(every, BATCH)):
        yield batch
