"""The views of a list: pick one, keep the query one has, rename or forget."""

from collections.abc import Mapping
from typing import Protocol

from console import views
from console.desk import AnyVerb, Desk
from console.query import views_of
from data.errors import RefusalError
from data.records.base import Record
from data.records.views import SavedView
from screens.frame.pane import Pane
from screens.frame.pick import Choice, Pick
from screens.keymap import press

SAVE, CHANGE = "save", "change"
"""What else can be picked beside views; no number, so no view."""


class Doer(Protocol):
    """The hands, as far as views need them."""

    async def pick(self, question: Pick) -> str | None:
        """Ask which."""
        ...

    async def make(self, verb: AnyVerb, initial: Mapping[str, str]) -> None:
        """Make a record, with something already in the form."""
        ...

    async def do_to(self, verb: AnyVerb, records: list[Record]) -> None:
        """Do the verb to these."""
        ...


async def choose_view(desk: Desk, doer: Doer, pane: Pane) -> None:
    """Use one of the list's views, keep the query as one, or change them.

    Raises `RefusalError` where there is neither a view nor a query to keep.
    """
    known = views_of(desk, pane.NAME)
    query = pane.query_line.text.strip()
    if not known and not query:
        keys = f"type one with {press('list.query')}, then {press('list.views')} keeps it"
        raise RefusalError(f"no view of this list yet: a view is a query with a name; {keys}")
    more = [Choice(SAVE, "save this query …", query)] if query else []
    more += [Choice(CHANGE, "rename or forget one …")] if known else []
    picked = await doer.pick(Pick(f"Views of {pane.NAME}", [*_choices(known), *more], ""))
    if picked == SAVE:
        await doer.make(views.NEW, {"list": pane.NAME, "query": query})
    elif picked == CHANGE:
        await _change(doer, known)
    elif picked is not None:
        pane.narrow_to(f"@{known[int(picked)].name}")


async def _change(doer: Doer, known: list[SavedView]) -> None:
    picked = await doer.pick(Pick("Which view?", _choices(known), ""))
    if picked is None:
        return
    what = [Choice(verb.id, verb.label, verb.help) for verb in (views.RENAME, views.FORGET)]
    how = await doer.pick(Pick(f"@{known[int(picked)].name}", what, ""))
    if how is not None:
        verb = views.RENAME if how == views.RENAME.id else views.FORGET
        await doer.do_to(verb, [known[int(picked)]])


def _choices(known: list[SavedView]) -> list[Choice]:
    return [
        Choice(str(at), f"@{view.name}" + ("" if view.owner else "  (all)"), view.query)
        for at, view in enumerate(known)
    ]
