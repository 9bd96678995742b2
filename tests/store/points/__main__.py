"""Hurts the store in every way and prints what becomes of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.store.points import crashes, damage
from tests.store.points.page import DAMAGE, HEAD
from tests.store.points.works import WORKS

if __name__ == "__main__":
    with TemporaryDirectory() as made:
        place = Path(made)
        page = [HEAD, *(crashes.section(work, place) for work in WORKS)]
        page += [DAMAGE, *(damage.section(room, place) for room in damage.ROOMS)]
    print("".join(page), end="")  # noqa: T201
