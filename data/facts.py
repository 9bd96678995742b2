"""The facts folder: for each import one Parquet file with a row for each accepted row.

    facts/<client>/<hash>.parquet        the facts (columns: see the format in `data.exports`)
    facts/<client>/<hash>.rejects.csv    the rows that couldn't be taken
    facts/.work/                         what a running import writes; nothing counts in there

Only the holder of the import lock writes here. A file that no import names is a leftover.
"""

import csv
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from data.exports.job import FACTS, REJECTS
from data.store import disk

_SHORT = 16
"""Digits of the hash in a name."""


@contextmanager
def work_folder(root: Path) -> Iterator[Path]:
    """A fresh folder for one import under the facts folder `root`; what others left is removed."""
    place = root / ".work"
    shutil.rmtree(place, ignore_errors=True)
    disk.make_folder(place)
    try:
        yield Path(mkdtemp(dir=place))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def keep(work: Path, root: Path, slug: str, sha256: str) -> str:
    """Put facts and rejects from the work folder where they belong, for good.

    Gives the facts file's name, relative to the facts folder `root`. Raises `StoreError`.
    """
    name = f"{slug}/{sha256[:_SHORT]}.parquet"
    final = root / name
    with disk.speaking("The facts of this import can't be kept"):
        disk.make_folder(final.parent)
        for made, place in ((REJECTS, final.with_suffix(".rejects.csv")), (FACTS, final)):
            if disk.status_of(work / made) is None:
                continue  # no row was rejected
            with disk.closing(disk.open_append(work / made)) as fd:
                disk.set_mode(fd, disk.FILE_MODE)
                disk.sync(fd)
            disk.rename(work / made, place)
        disk.sync_folder(final.parent)
        disk.sync_folder(root)
    return name


def rejects_name(name: str) -> str:
    """The name of the rejects that belong to a facts file."""
    return name.removesuffix(".parquet") + ".rejects.csv"


def rejects(root: Path, name: str, most: int) -> list[list[str]]:
    """The heads and up to `most` rows of the rejects beside a facts file, formulas defused.

    Nothing if there are none. Raises `StoreError`.
    """
    with disk.speaking("The rejected rows can't be read"):
        try:
            with (root / rejects_name(name)).open(newline="", encoding="utf-8") as file:
                return list(islice(csv.reader(file), most + 1))
        except FileNotFoundError:
            return []


def clean(root: Path, slug: str, named: Collection[str]) -> None:
    """Remove a client's leftovers: files that belong to none of the `named` facts files."""
    stems = {Path(name).stem for name in named}
    for file in disk.names(root / slug):
        if file.split(".")[0] not in stems:
            disk.remove(root / slug / file)
