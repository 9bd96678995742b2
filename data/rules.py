"""Platform rules as dated settings: the days and numbers TikTok Shop holds people to.

Ours are in `rules.toml` beside this module; a workspace's own `rules.toml` may say otherwise.
"""

from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from data.errors import NotFound, RefusalError
from data.store import disk
from data.text import plain
from data.toml import read_toml

Unit = Literal["days", "messages", "followers", "points", "weekday"]
"""A `weekday` is counted from Monday, which is 0."""
_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule, as it was when somebody last looked."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z]+$")]
    value: Annotated[int, msgspec.Meta(ge=0)]
    unit: Unit
    says: _Words
    """The rule in a sentence; the value is in `value`."""
    source: _Words
    """Where it is written: page, and its number."""
    checked_on: date
    market: str | None = None
    """The market it is of; `None`: of all that have none of their own."""
    since: date | None = None
    """The first day it applies; `None`: always did."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` naming two that contradict each other."""
        said: dict[tuple[str, str | None, date | None], int] = {}
        for at, rule in enumerate(self.rules):
            first = said.setdefault((rule.id, rule.market, rule.since), rule.value)
            if first != rule.value:
                raise ValueError(
                    f"{rule.id} is there twice, as {first} and as {rule.value} - at `$.rules[{at}]`"
                )


class _Own(_File, frozen=True, forbid_unknown_fields=True):
    """A workspace's: it says otherwise what we say, and nothing asks for another id."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming an id no rule has, and the nearest."""
        _File.__post_init__(self)
        ids = {rule.id for rule in shipped()}
        for at, rule in enumerate(self.rules):
            if rule.id not in ids:
                near = get_close_matches(rule.id, sorted(ids), n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise ValueError(f"no rule is called {rule.id}{hint} - at `$.rules[{at}].id`")


class Rules(msgspec.Struct, frozen=True):
    """The rules of one workspace, its own first."""

    known: tuple[Rule, ...]
    wrong: str | None = None
    """Why the workspace's own can't be used."""

    def find(self, id: str, market: str | None, on: date) -> Rule | None:
        """The rule of that id in a market on a day; `None`: there is none that we know."""
        fits = [
            rule
            for rule in self.known
            if rule.id == id
            and rule.market in (None, market)
            and (rule.since is None or rule.since <= on)
        ]
        return max(
            fits,
            key=lambda rule: (rule.market is not None, rule.since or date.min),
            default=None,
        )

    def need(self, id: str, market: str | None, on: date) -> Rule:
        """The same. Raises `NotFound` saying where to write it down."""
        if rule := self.find(id, market, on):
            return rule
        where = f" in {market}" if market else ""
        raise NotFound(
            f"the rule {id} isn't known{where}; write it, with its source, into rules.toml of the"
            " workspace."
        )


class RuleFile:
    """The rules of a workspace, read again when somebody changed its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._look: tuple[int, int] | None = None
        self._rules: Rules | None = None

    @property
    def wrong(self) -> str | None:
        """Why the workspace's own couldn't be used, if anybody asked for them."""
        return self._rules.wrong if self._rules else None

    def now(self) -> Rules:
        """As they are now."""
        status = disk.status_of(self._path)
        look = (status.st_mtime_ns, status.st_size) if status else None
        if self._rules is None or look != self._look:
            self._look, self._rules = look, read_rules(self._path)
        return self._rules


@cache
def shipped() -> tuple[Rule, ...]:
    """Ours."""
    return read_toml(Path(__file__).with_name("rules.toml"), _File).rules


def read_rules(path: Path) -> Rules:
    """Ours and those in that file, if there is one. Never raises: what is wrong is `wrong`."""
    try:
        own = read_toml(path, _Own).rules if disk.status_of(path) else ()
    except RefusalError as refusal:
        return Rules(shipped(), str(refusal))
    return Rules((*map(_cleaned, own), *shipped()))


def _cleaned(rule: Rule) -> Rule:
    return msgspec.structs.replace(rule, says=plain(rule.says), source=plain(rule.source))
