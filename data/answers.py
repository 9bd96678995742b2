"""What an agency says again and again: canned replies, macros, and the playbook behind them.

Ours are TOML files in `replies/`, `macros/` and `playbook/` beside this module. A workspace's own
are in folders of the same names; a person's own replies and macros in `replies/NAME/` there.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from data.shelf import Shelf, read_shelf

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
_Body = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
_Keys = Annotated[tuple[_Line, ...], msgspec.Meta(max_length=20)]
Step = Mapping[str, str]
"""A verb's short name under `verb`, and what it needs to know, by field, in people's words."""
HERE = Path(__file__).parent


class Canned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A canned reply. Blanks as `{creator}` are filled from the record, `{?which day}` is asked."""

    title: _Line
    body: _Body
    topic: str = ""
    """The topic of the conversations it is for."""
    keys: _Keys = ()
    """Other words it is found by."""


class Macro(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several verbs on one conversation, done together."""

    title: _Line
    topic: str = ""
    keys: _Keys = ()
    reply: str | None = None
    """The canned reply it copies, by name."""
    steps: Annotated[tuple[Step, ...], msgspec.Meta(max_length=10)] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for one that does nothing, or a step that names no verb."""
        if self.reply is None and not self.steps:
            raise ValueError("it has neither a reply nor steps")
        if any("verb" not in step for step in self.steps):
            raise ValueError("steps: each has a verb")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of the playbook, with an answer that says where it comes from."""

    question: _Line
    answer: _Body
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    checked_on: date
    """When somebody last looked whether it is still so."""
    topic: str = ""
    keys: _Keys = ()
    reply: str | None = None
    """The canned reply that says it to a creator, by name; unsaid: the answer itself does."""
    review_every: Annotated[int, msgspec.Meta(ge=1)] = 90
    """Days until somebody is to look again."""

    @property
    def stale_on(self) -> date:
        """From that day on it isn't to be relied on."""
        return self.checked_on + timedelta(days=self.review_every)


def read_replies(root: Path, person: str) -> Shelf[Canned]:
    """The canned replies that person may use in that workspace."""
    return read_shelf(Canned, _folders("replies", root, person))


def read_macros(root: Path, person: str) -> Shelf[Macro]:
    """The macros that person may use in that workspace."""
    return read_shelf(Macro, _folders("macros", root, person))


def read_playbook(root: Path) -> Shelf[Entry]:
    """The playbook of that workspace."""
    return read_shelf(Entry, _folders("playbook", root))


def _folders(name: str, root: Path, *person: str) -> list[Path]:
    """Ours, the workspace's, the person's."""
    return [HERE / name, root / name, *(root / name / each for each in person)]
