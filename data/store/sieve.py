"""Picking lines by what they hold, before anything is made of them."""

from collections.abc import Collection, Iterator, Sequence

Sieve = Collection[bytes]
"""A line goes through that holds one of these."""


def sifted(data: bytes, sieves: Sequence[Sieve]) -> Iterator[tuple[int, bytes]]:
    """The whole lines that go through all sieves, and where each begins.

    Only these are taken out of `data`; an end without a newline is no line.
    """
    sieve, *others = sieves or [[b"\n"]]
    for start, end in sorted({place for sought in sieve for place in _places(data, sought)}):
        line = data[start:end]
        if all(any(sought in line for sought in other) for other in others):
            yield start, line


def numbered(data: bytes, sieves: Sequence[Sieve]) -> Iterator[tuple[int, bytes]]:
    """The same, with their numbers from 0."""
    number = last = 0
    for start, line in sifted(data, sieves):
        number, last = number + data.count(b"\n", last, start), start
        yield number, line


def backwards(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The whole lines, the last first, and where each begins; each when it is asked for."""
    end = data.rfind(b"\n")
    while end >= 0:
        start = data.rfind(b"\n", 0, end) + 1
        yield start, data[start:end]
        end = start - 1


def _places(data: bytes, sought: bytes) -> Iterator[tuple[int, int]]:
    """Where the lines that hold it begin and end."""
    end = -1
    while (at := data.find(sought, end + 1)) >= 0 and (end := data.find(b"\n", at)) >= 0:
        yield data.rfind(b"\n", 0, at) + 1, end
