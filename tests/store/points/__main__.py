"""Hurts the store in every way and prints what becomes of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.store.points.crashes import section
from tests.store.points.page import HEAD
from tests.store.points.works import WORKS

if __name__ == "__main__":
    with TemporaryDirectory() as room:
        print(HEAD + "".join(section(work, Path(room)) for work in WORKS), end="")  # noqa: T201
