"""Formats a workspace was taught: one TOML file each, `formats/NAME.toml`.

A file says which built-in format its exports become, and the header each of that format's columns
has in them. What is wrong with one is said and stops nothing.
"""

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

import msgspec

from data.errors import NotFound, RefusalError
from data.exports.layout import Column, Format
from data.exports.recognise import FORMATS
from data.markets import Order, market
from data.store import disk
from data.text import plain
from data.toml import read_toml

BUILT_IN = {known.name: known for known in FORMATS}
"""The formats a taught one can become, by name."""
LONGEST_HEADER = 400
"""Characters of a header that can be taught."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SUFFIX = ".toml"
_TOP = """\
# An export this workspace was taught. Another workspace takes it in with `spotlight formats add`.
"""


class Taught(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A format somebody taught."""

    becomes: str
    """The name of a built-in format."""
    columns: dict[str, str]
    """By fact: the header of the column it is read from. Two facts may share one."""
    title: str = ""
    """Where such exports come from, for a person."""
    dates: Order | None = None
    """How its dates are written; `None`: the cells must tell, or a person is asked."""
    market: str | None = None
    """The market whose layout it is; `None`: it may come from any."""
    left_out: tuple[str, ...] = ()
    """Headers of columns that are known and not kept."""
    taught_by: str = ""
    taught_on: date | None = None
    name: str = ""
    """What people call it: the file's name without `.toml`."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming the key."""
        if self.becomes not in BUILT_IN:
            raise ValueError(f"becomes: it is one of {', '.join(BUILT_IN)}")
        if self.market is not None:
            try:
                market(self.market)
            except NotFound as error:
                raise ValueError(f"market: {str(error).rstrip('.')}") from None
        facts = [column.fact for column in self.base.columns]
        for fact, header in self.columns.items():
            if fact not in facts:
                raise ValueError(
                    f"columns.{plain(fact, limit=40)}: {self.becomes} has no such fact"
                )
            if not plain(header) or len(header) > LONGEST_HEADER:
                raise ValueError(f"columns.{fact}: a header has 1 to {LONGEST_HEADER} characters")
        if missing := lacking(self.base, self.columns):
            raise ValueError(
                f"columns.{missing[0].fact}: it is missing, and {self.becomes} needs it"
            )

    @property
    def base(self) -> Format:
        """The built-in format it becomes."""
        return BUILT_IN[self.becomes]

    @property
    def format(self) -> Format:
        """What the reader needs: the base's facts under this file's headers."""
        return Format(
            name=self.name,
            title=self.title or f"taught as {self.becomes}",
            becomes=self.base.becomes,
            columns=tuple(
                msgspec.structs.replace(column, header=self.columns[column.fact], only=())
                for column in self.base.columns
                if column.fact in self.columns
            ),
            left_out=self.left_out,
            markets={self.market: ()} if self.market else {},
            dates=self.dates,
            yields=self.base.yields,
        )


class Shelf(msgspec.Struct, frozen=True):
    """All that a workspace was taught."""

    taught: tuple[Taught, ...]
    """By name."""
    broken: tuple[str, ...]
    """What is wrong with files that can't be used, a sentence each."""

    @property
    def formats(self) -> tuple[Format, ...]:
        """Every format there is: where two fit alike the first is meant, so built-in ones lead."""
        return (*FORMATS, *(one.format for one in self.taught))


def lacking(base: Format, facts: Iterable[str]) -> list[Column]:
    """The columns `base` needs that aren't among `facts`."""
    held = set(facts)
    return [column for column in base.needed if column.fact not in held]


def read_shelf(folder: Path) -> Shelf:
    """What is taught in that folder. Never raises: what can't be used is `broken`."""
    try:
        names = [name for name in disk.names(folder) if name.endswith(_SUFFIX)]
    except OSError as error:
        return Shelf((), (f"The taught formats can't be read: {error.strerror}.",))
    taught, broken = list[Taught](), list[str]()
    for name in names:
        try:
            taught.append(read_taught(folder / name))
        except RefusalError as refusal:
            broken.append(str(refusal))
    return Shelf(tuple(taught), tuple(broken))


def read_taught(path: Path, name: str | None = None) -> Taught:
    """The format in that file, called `name`, else by the file's name.

    Raises `RefusalError` naming file and key.
    """
    name = path.name.removesuffix(_SUFFIX) if name is None else name
    check_name(name)
    read = read_toml(path, Taught)
    return msgspec.structs.replace(
        read,
        name=name,
        title=plain(read.title, limit=60),
        taught_by=plain(read.taught_by, limit=40),
        columns={fact: plain(header) for fact, header in read.columns.items()},
        left_out=tuple(plain(header) for header in read.left_out),
    )


def check_name(name: str) -> None:
    """Raises `RefusalError` for what can't be a taught format's name."""
    _check_spelling(name)
    if name in BUILT_IN:
        raise RefusalError(f"{name} is the name of a built-in format; take another.")


def _check_spelling(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RefusalError(
            f"“{plain(name, limit=60)}” can't be a format's name: up to 40 small letters, digits"
            " and dashes make one."
        )


def toml(taught: Taught) -> str:
    """`taught` as the text of its file, which may be shared."""
    said = {
        "becomes": taught.becomes,
        "title": taught.title,
        "dates": taught.dates,
        "market": taught.market,
        "taught_by": taught.taught_by,
    }
    lines = [f"{key} = {_quoted(value)}" for key, value in said.items() if value]
    if taught.taught_on:
        lines.append(f"taught_on = {taught.taught_on}")
    if taught.left_out:
        lines += ["left_out = [", *(f"    {_quoted(name)}," for name in taught.left_out), "]"]
    lines += ["", "[columns]"]
    lines += [f"{fact} = {_quoted(header)}" for fact, header in taught.columns.items()]
    return _TOP + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string is a JSON string, but for one letter."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def keep(folder: Path, taught: Taught) -> Path:
    """Write it into the folder; gives its path.

    Whoever reads meanwhile sees it whole or not at all. Raises `RefusalError` when there is one of
    that name, `StoreError`.
    """
    check_name(taught.name)
    path, draft = folder / f"{taught.name}{_SUFFIX}", folder / f".{taught.name}.{os.getpid()}"
    with disk.speaking("The format can't be kept"):
        disk.make_folder(folder)
        disk.remove(draft)
        with disk.closing(disk.create(draft)) as fd:
            disk.write_all(fd, toml(taught).encode())
            disk.sync(fd)
        try:
            path.hardlink_to(draft)  # fails where a rename would replace
        except FileExistsError:
            raise RefusalError(
                f"there is a format {taught.name} already: take another name, or let go of that one"
                f" with `spotlight formats forget {taught.name}`."
            ) from None
        finally:
            disk.remove(draft)
        disk.sync_folder(folder)
    return path


def archive(folder: Path, name: str) -> str:
    """Put a format's file aside, where nothing reads it; gives its new name.

    Raises `NotFound`, `RefusalError`, `StoreError`.
    """
    _check_spelling(name)
    path = folder / f"{name}{_SUFFIX}"
    with disk.speaking("The format can't be put aside"):
        if disk.status_of(path) is None:
            end = " It is built in." if name in BUILT_IN else ""
            raise NotFound(f"no format {name} was taught here.{end}")
        kept = _reserved(folder, f"{path.name}.old")
        disk.rename(path, kept)
        disk.sync_folder(folder)
    return kept.name


def _reserved(folder: Path, name: str) -> Path:
    """A new empty file called so, or so with a number: nobody else gets that name."""
    for number in count(1):
        path = folder / (name if number == 1 else f"{name}{number}")
        with suppress(FileExistsError):
            disk.close(disk.create(path))
            return path
    raise AssertionError("numbers don't end")
