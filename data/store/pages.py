"""Sections of the index file: pages in order of a number, each read only when it is asked for.

A section is a directory (for each page the least number it is for, where it ends, its checksum)
and its pages after it.
"""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from data.store import disk

Page = tuple[int, bytes]
"""The least number it is for, and its bytes."""


class Section(msgspec.Struct, frozen=True):
    """Where a section is, counted from the first one, and how many pages it has."""

    at: int
    pages: int
    crc: int
    """Of the directory."""


class Pages:
    """A section on disk. Raises `ValueError` where a checksum doesn't fit."""

    def __init__(self, fd: int, start: int, section: Section) -> None:
        """`start` is where the first section of the file begins."""
        count = section.pages
        directory = _proven(disk.read_at(fd, 20 * count, start + section.at), section.crc)
        self._fd = fd
        self._start = start + section.at + 20 * count
        self._firsts, self._ends, self._crcs = array("q"), array("q"), array("I")
        self._firsts.frombytes(directory[: 8 * count])
        self._ends.frombytes(directory[8 * count : 16 * count])
        self._crcs.frombytes(directory[16 * count :])

    def __len__(self) -> int:
        """How many there are."""
        return len(self._firsts)

    def near(self, number: int) -> int:
        """Which page the number would be in."""
        return max(0, bisect_right(self._firsts, number) - 1)

    def read(self, page: int) -> bytes:
        """The bytes of a page."""
        begin = self._ends[page - 1] if page else 0
        data = disk.read_at(self._fd, self._ends[page] - begin, self._start + begin)
        return _proven(data, self._crcs[page])


def _proven(data: bytes, crc: int) -> bytes:
    if zlib.crc32(data) != crc:
        raise ValueError("a part of it is damaged")
    return data


class Sections:
    """Sections as they are gathered, to be written one after the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._end = 0

    def add(self, pages: Iterable[Page]) -> Section:
        """One more section of these pages; gives where it will be."""
        firsts, ends, crcs, bodies, end = array("q"), array("q"), array("I"), [], 0
        for first, body in pages:
            end += len(body)
            firsts.append(first)
            ends.append(end)
            crcs.append(zlib.crc32(body))
            bodies.append(body)
        directory = firsts.tobytes() + ends.tobytes() + crcs.tobytes()
        section = Section(self._end, len(firsts), zlib.crc32(directory))
        self._parts += [directory, *bodies]
        self._end += len(directory) + end
        return section

    def bytes(self) -> bytes:
        """All of them."""
        return b"".join(self._parts)
