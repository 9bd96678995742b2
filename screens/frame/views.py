"""The views of a list: pick one, keep the query one has, rename or forget."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import msgspec

from console import views
from console.desk import AnyVerb, Desk
from console.query import select, views_of
from console.table import ASKED
from console.today import LIST as TODAY
from console.today import today
from console.turns import pressing
from data.errors import RefusalError, UsageError
from data.records.base import Record
from data.records.conversations import Conversation
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
    counted = await asyncio.to_thread(_counted, desk, known)
    picked = await doer.pick(Pick(f"Views of {pane.NAME}", [*counted, *more], ""))
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


def _counted(desk: Desk, known: list[SavedView]) -> list[Choice]:
    """The views, and how many each picks; of conversations, in how many a promise is broken."""
    return [
        msgspec.structs.replace(choice, about=f"{_count(desk, view)} · {choice.about}")
        for choice, view in zip(_choices(known), known, strict=True)
    ]


def _count(desk: Desk, view: SavedView) -> str:
    try:
        if view.list == TODAY.name:
            return str(len(today(desk, view.query)))
        found = select(desk, ASKED[view.list], view.query)
    except UsageError:  # it names what is there no longer
        return "not understood"
    talks = [each for each in found if isinstance(each, Conversation)]
    broken = len(pressing(desk, talks, timedelta()))
    return f"{len(found)}, {broken} breached" if broken else str(len(found))


def _choices(known: list[SavedView]) -> list[Choice]:
    return [
        Choice(str(at), f"@{view.name}" + ("" if view.owner else "  (all)"), view.query)
        for at, view in enumerate(known)
    ]
