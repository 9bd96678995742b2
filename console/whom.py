"""Whom a typed name means: somebody known, somebody new, or a slip of the finger."""

from collections.abc import Collection

from data.identity import person_name

NEW = "new:"
"""Before a name: it is meant as it stands, though it looks like another's."""


def whom(word: str, known: Collection[str]) -> str:
    """The name meant by a word, also one nobody has yet.

    Raises `ValueError` for a new name that is one slip away from a known one, `UsageError` for
    what can't be a name.
    """
    if word.startswith(NEW):
        return person_name(word.removeprefix(NEW))
    name = person_name(squeezed := "".join(word.split()))
    if squeezed == word and name in known:
        return name
    if near := [one for one in known if one_slip(name, one)]:
        raise ValueError(
            f"nobody here is called “{word}”; did you mean {' or '.join(near[:3])}?"
            f" Somebody new is {NEW}{name}"
        )
    return person_name(word)


def one_slip(word: str, other: str) -> bool:
    """Whether they are the same but for one letter more, less or other, or two swapped."""
    short, long = sorted((word, other), key=len)
    while short and short[0] == long[0]:
        short, long = short[1:], long[1:]
    swapped = long[1::-1] + long[2:]
    return short in (long[1:], swapped) or (bool(short) and short[1:] == long[1:])
