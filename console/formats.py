"""Formats: the exports we can read, those this workspace was taught, and teaching one more."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import msgspec

from console.args import DateOrder
from console.args import Market as InMarket
from console.clients import slug_of
from console.desk import Desk
from data.errors import ImportRefused, NotFound, RefusalError, UsageError
from data.exports import taught
from data.exports.job import Preview, Previewed
from data.exports.layout import Column, Format, Kind, normal
from data.exports.recognise import format_of
from data.exports.spawn import preview
from data.exports.taught import BUILT_IN, LONGEST_HEADER, Shelf, Taught, lacking
from data.markets import Order, market, markets
from data.records.clients import Client
from data.text import plain
from data.workspace import Workspace

WORDS: Mapping[Kind, str] = {
    Kind.KEY: "an id of digits",
    Kind.ID: "an id",
    Kind.HANDLE: "a creator",
    Kind.BUYER: "who ordered",
    Kind.STATUS: "a status",
    Kind.SHOP: "a shop's name",
    Kind.CURRENCY: "a currency",
    Kind.TEXT: "words",
    Kind.COUNT: "a whole number",
    Kind.MONEY: "an amount",
    Kind.TIME: "a date or time",
}
"""What a column holds, for whoever looks for it in a file."""
_NEAR = 0.75
"""How alike two headers are, from 0 to 1, so that one is offered for the other."""


class Layout(msgspec.Struct, frozen=True):
    """What a person may say of a file that its header doesn't."""

    dates: DateOrder | None = None
    market: InMarket | None = None


UNSAID = Layout()


class Lesson(msgspec.Struct, frozen=True):
    """A file whose columns somebody is naming."""

    file: Path
    name: str
    """What the format will be called."""
    header: tuple[str, ...]
    """The file's header row."""
    samples: Mapping[str, str]
    """By header: a cell beneath it. Only of columns that can be chosen: one without a name, or
    whose name is there twice, can't be told from others."""
    base: Format
    """What it becomes."""
    columns: Mapping[str, str]
    """By fact: the header of its column, as far as known."""
    dates: Order | None = None
    market: str | None = None

    @property
    def missing(self) -> list[Column]:
        """The columns it still needs."""
        return lacking(self.base, self.columns)

    def format(self) -> Taught:
        """What was taught. Raises `UsageError` naming the column that is missing."""
        if self.missing:
            raise UsageError(self._question(self.missing[0]))
        facts = [column.fact for column in self.base.columns]
        columns = {fact: self.columns[fact] for fact in facts if fact in self.columns}
        used = {*columns.values()}
        return Taught(
            becomes=self.base.name,
            columns=columns,
            dates=self.dates,
            market=self.market,
            left_out=tuple(name for name in self.samples if name not in used),
            name=self.name,
        )

    def _question(self, column: Column) -> str:
        near = likely(self.base, self.samples).get(column.fact)
        hint = f"{column.fact}={plain(near, limit=60) if near else 'HEADER'}"
        return (
            f"as {self.base.name} it needs {column.fact}, {WORDS[column.kind]} ({column.header}):"
            f" which column is it? Say --map '{hint}'."
        )


def shelf(workspace: Workspace) -> Shelf:
    """What the workspace was taught, and what of it can't be used."""
    return taught.read_shelf(workspace.formats)


def find(workspace: Workspace, name: str) -> Format | Taught:
    """The format of that name. Raises `NotFound`, `RefusalError` for one that can't be used."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    found = shelf(workspace)
    names = [*BUILT_IN, *(one.name for one in found.taught)]
    for one in found.taught:
        if one.name == name:
            return one
    for words in found.broken:
        if words.startswith(f"{name}.toml "):
            raise RefusalError(words)
    raise NotFound(f"no format is called “{plain(name, limit=60)}”; there is {', '.join(names)}.")


def add(desk: Desk, path: Path, name: str | None = None) -> Taught:
    """Take in a format somebody shared. Raises `RefusalError`, `StoreError`."""
    shared = taught.read_taught(path, name)
    if shared.taught_on is None:
        shared = _signed(desk, shared)
    taught.keep(desk.workspace.formats, shared)
    return shared


def forget(desk: Desk, name: str) -> str:
    """Put a taught format aside; gives the file it is kept as.

    Raises `NotFound`, `RefusalError`, `StoreError`.
    """
    return taught.archive(desk.workspace.formats, name)


# -- teaching ---------------------------------------------------------------------------------


def begin(
    desk: Desk,
    file: Path,
    layout: Layout = UNSAID,
    *,
    becomes: str | None = None,
    name: str | None = None,
    facts: Collection[str] = (),
) -> Lesson:
    """Look at a file's columns, and say what is sure of them already.

    What it becomes, if that isn't said, is told by the `facts` somebody speaks of and its headers.
    Raises `RefusalError` when it is known already or the name can't be had; `UsageError`;
    `ImportRefused`; `StoreError`.
    """
    if becomes is not None and becomes not in BUILT_IN:
        word = plain(becomes, limit=40)
        raise UsageError(f"nothing becomes “{word}”; there is {', '.join(BUILT_IN)}.")
    known = shelf(desk.workspace)
    name = _name(known, file, name)
    seen = preview(Preview(str(file), _market(desk, None), desk.clock.now()))
    _refuse_known(known, seen.headers)
    names = [normal(header) for header in seen.headers]
    times = Counter(names)
    samples = {
        header: sample
        for header, sample, key in zip(seen.headers, seen.samples, names, strict=True)
        if key and times[key] == 1 and len(header) <= LONGEST_HEADER
    }
    base = BUILT_IN[becomes] if becomes else _nearest(samples, facts)
    return Lesson(
        file=file,
        name=name,
        header=seen.headers,
        samples=samples,
        base=base,
        columns=exact(base, samples),
        dates=layout.dates,
        market=layout.market,
    )


def become(lesson: Lesson, base: Format) -> Lesson:
    """The lesson for another base: its columns are looked for anew, the likely ones too."""
    return msgspec.structs.replace(lesson, base=base, columns=guessed(base, lesson.samples))


def mapped(lesson: Lesson, said: Mapping[str, str]) -> Lesson:
    """The lesson with these columns, by fact. Raises `UsageError`."""
    by_key = {normal(header): header for header in lesson.samples}
    facts = [column.fact for column in lesson.base.columns]
    columns = dict(lesson.columns)
    for fact, header in said.items():
        if fact not in facts:
            word = plain(fact, limit=40)
            raise UsageError(f"{lesson.base.name} has no “{word}”; it has {', '.join(facts)}.")
        if normal(header) not in by_key:
            word = plain(header, limit=60)
            near = get_close_matches(normal(header), by_key, n=1)
            hint = f" Did you mean “{plain(by_key[near[0]], limit=60)}”?" if near else ""
            raise UsageError(f"the file has no column “{word}” that could be {fact}.{hint}")
        columns[fact] = by_key[normal(header)]
    return msgspec.structs.replace(lesson, columns=columns)


def look(desk: Desk, lesson: Lesson) -> Previewed:
    """How the file's first rows would read. Raises `UsageError`, `ImportRefused`, `StoreError`."""
    code = _market(desk, lesson.market)
    return preview(Preview(str(lesson.file), code, desk.clock.now(), lesson.format()))


def save(desk: Desk, lesson: Lesson, seen: Previewed) -> Taught:
    """Keep what was taught, its first rows having been `seen`.

    Raises `RefusalError` when none of those could be taken or the name is gone; `StoreError`.
    """
    if seen.rows and not seen.accepted:
        reason = next((row.refused for row in seen.first if row.refused), "")
        raise RefusalError(f"none of its first rows could be taken: {reason}.")
    made = _signed(desk, lesson.format())
    taught.keep(desk.workspace.formats, made)
    return made


def exact(base: Format, headers: Iterable[str]) -> dict[str, str]:
    """By fact: the headers that are those of `base`, or the facts' own names."""
    by_key = {_key(header): header for header in headers}
    return {
        column.fact: by_key[key]
        for column in base.columns
        for key in (_key(column.fact), _key(column.header))
        if key in by_key
    }


def likely(base: Format, headers: Collection[str]) -> dict[str, str]:
    """By fact: of the headers that are nobody's for sure, those that are nearly the right one."""
    sure = exact(base, headers)
    left = {_key(header): header for header in headers if header not in sure.values()}
    found: dict[str, str] = {}
    for column in (*base.needed, *base.columns):
        if column.fact in sure or column.fact in found:
            continue
        near = get_close_matches(_key(column.header), left, n=1, cutoff=_NEAR)
        near = near or get_close_matches(_key(column.fact), left, n=1, cutoff=_NEAR)
        if near:
            found[column.fact] = left.pop(near[0])
    return found


def guessed(base: Format, headers: Collection[str]) -> dict[str, str]:
    """What is sure of a file's columns and what is likely, for a person to look over."""
    return exact(base, headers) | likely(base, headers)


def _key(header: str) -> str:
    return normal(header.replace("_", " "))


def _nearest(headers: Collection[str], facts: Collection[str]) -> Format:
    """The format that has most of these facts, and whose columns the file seems to have most of."""

    def likeness(base: Format) -> tuple[int, int]:
        spoken_of = sum(column.fact in facts for column in base.columns)
        return spoken_of, len(guessed(base, headers))

    return max(BUILT_IN.values(), key=likeness)


def _refuse_known(known: Shelf, header: Sequence[str]) -> None:
    try:
        reads = format_of(header, known.formats)
    except ImportRefused:
        return  # as it should be
    end = "" if reads.name in BUILT_IN else f", unless `spotlight formats forget {reads.name}`"
    raise RefusalError(f"{reads.name} reads this file already, so it needn't be taught{end}.")


def _name(known: Shelf, file: Path, said: str | None) -> str:
    """The name to be had: as said, else made of the file's, without its dates and numbers."""
    held = {*BUILT_IN, *(one.name for one in known.taught)}
    if said is not None:
        taught.check_name(said)
        if said in held:
            raise RefusalError(f"there is a format {said} already; take another name.")
        return said
    words = [word for word in slug_of(file.stem).split("-") if not word.isdigit()]
    stem = "-".join(words)[:36].strip("-") or "export"
    numbered = (f"{stem}-{number}" for number in range(2, len(held) + 3))
    return next(name for name in (stem, *numbered) if name not in held)


def _market(desk: Desk, said: str | None) -> str:
    """Whose amounts are meant: as said, else those of the first client, else the best known."""
    sold = [client.market for client in desk.book.all(Client)]
    return market(said or next(iter(sold), markets()[0])).code


def _signed(desk: Desk, made: Taught) -> Taught:
    return msgspec.structs.replace(made, taught_by=desk.me.name, taught_on=desk.today)
