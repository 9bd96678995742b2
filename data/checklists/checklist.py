"""Checklists: what is checked before a delivery leaves, in which words, on which rule it rests.

Ours are TOML files beside this module, a workspace's own are `checklists/NAME.toml` in it. What is
wrong with one is said and stops nothing.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from data import shelf
from data.text import plain

_OURS = Path(__file__).parent
_MOST = 60
"""So many items fit a run: it is kept in one change."""
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to check."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    """What must be so, in few words."""
    how: Words
    """How to check it, in a sentence."""
    must: bool = True
    """No signature while it is open or failed."""
    source: Words | None = None
    """The rule it rests on: whose, where it is found, of when."""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Items that belong together."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    items: tuple[Item, ...]


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template runs are begun from."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    version: Annotated[int, msgspec.Meta(ge=1)]
    dated: date
    """When its rules were last looked up."""
    groups: tuple[Group, ...]
    name: str = ""
    """What people call it: the file's name without `.toml`."""

    def __post_init__(self) -> None:
        """Raises `ValueError` for one without items, or with too many."""
        if not 1 <= len(self.items) <= _MOST:
            raise ValueError(f"groups: it has {len(self.items)} items; 1 to {_MOST} fit")

    @property
    def items(self) -> tuple[tuple[str, Item], ...]:
        """Every item with the name of its group, in order."""
        return tuple((group.name, item) for group in self.groups for item in group.items)

    @property
    def edition(self) -> str:
        """Name and version, as a run keeps them: `promo@1`."""
        return f"{self.name}@{self.version}"


class Shelf(msgspec.Struct, frozen=True):
    """All the checklists there are."""

    checklists: tuple[Checklist, ...]
    """By name; a workspace's own stands in for ours of the same name."""
    broken: tuple[str, ...]
    """What is wrong with files that can't be used, a sentence each."""


@cache
def shipped() -> tuple[Checklist, ...]:
    """Ours."""
    return tuple(map(_checklist, shelf.read_shelf(Checklist, [_OURS]).items))


def read_shelf(folder: Path) -> Shelf:
    """Ours and those in that folder. Never raises: what can't be used is `broken`."""
    read = shelf.read_shelf(Checklist, [_OURS, folder])
    return Shelf(tuple(map(_checklist, read.items)), read.broken)


def _checklist(item: shelf.Named[Checklist]) -> Checklist:
    """It, with its name, and its words on one line each."""
    read = item.what
    return msgspec.structs.replace(
        read,
        name=item.name,
        title=plain(read.title),
        groups=tuple(_cleaned(group) for group in read.groups),
    )


def _cleaned(group: Group) -> Group:
    items = tuple(
        Item(
            text=plain(item.text),
            how=plain(item.how),
            must=item.must,
            source=plain(item.source) if item.source else None,
        )
        for item in group.items
    )
    return Group(plain(group.name), items)
