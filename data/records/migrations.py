"""Records of earlier versions, made as they are now.

The store says which shape its documents have. A step makes those of the shape before into those
of its own, document by document; one that has the shape already stays as it is. Whoever changes
a record so that kept ones would be misread raises `SHAPE` and writes the step.
"""

from collections.abc import Callable, Mapping

from data.store import Store
from data.store.entry import Document

SHAPE = 2
"""The shape of the records as this version writes and reads them."""

Step = Mapping[str, Callable[[Document], Document]]
"""By table, what becomes of each document."""

_OF_SALES = (
    *("gmv", "net_gmv", "orders", "units", "cancelled_orders", "refunded_amount", "sample_orders"),
    *("imports", "as_of"),
)
"""What a day of shape 1 said beside who, when and whose."""


def _in_parts(day: Document) -> Document:
    """A day's figures were those of its orders; now these are one part of several."""
    if "gmv" not in day:
        return day
    kept = {field: value for field, value in day.items() if field not in _OF_SALES}
    figures = {field: value for field, value in day.items() if field in _OF_SALES}
    return {**kept, "sales": {"type": "sales", **figures}}


def _of_orders(made: Document) -> Document:
    """All that could be imported were orders; now an import says which part of a day it became."""
    return made if "part" in made or made["status"] != "done" else {**made, "part": "sales"}


STEPS: Mapping[int, Step] = {2: {"days": _in_parts, "imports": _of_orders}}
"""By the shape it leads to. Parts of days came with shape 2."""


def migrate(store: Store) -> int:
    """Bring every document to `SHAPE` in one change; gives how many were made anew.

    Somebody else may just have done so: then none. Raises `StoreError`.
    """
    count = 0
    with store.begin("store.upgrade", split=True) as transaction:
        if store.shape >= SHAPE:
            return 0
        for shape in range(store.shape + 1, SHAPE + 1):
            for table, remade in STEPS[shape].items():
                for id, document in transaction.items(table):
                    made = remade(document)
                    count += made is not document
                    transaction.set(table, id, made)
        transaction.shape = SHAPE
    return count
