"""Where a store keeps its files: one snapshot, and beside it all that belongs to it."""

from pathlib import Path

import msgspec

SNAPSHOT = "store.json"


class Files(msgspec.Struct, frozen=True):
    """The paths of one store. All lie in the snapshot's folder, so that renames stay atomic."""

    snapshot: Path
    previous: Path
    index: Path
    journal: Path
    lock: Path
    fold_lock: Path

    @property
    def folder(self) -> Path:
        """The folder all of them lie in."""
        return self.snapshot.parent

    def temporary(self, final: Path) -> Path:
        """Where the next version of `final` is written before it is renamed into place."""
        return final.with_name(f"{final.name}.tmp")

    def aside(self, why: str, stamp: str) -> Path:
        """Where a snapshot that isn't ours is put: `store.edited-20261122T030405Z.json`."""
        return self.snapshot.with_name(f"{self.snapshot.stem}.{why}-{stamp}.json")


def in_workspace(folder: Path) -> Files:
    """The files of the workspace's own store."""
    return Files(
        snapshot=folder / SNAPSHOT,
        previous=folder / "store.prev.json",
        index=folder / "store.index",
        journal=folder / "store.journal",
        lock=folder / "store.lock",
        fold_lock=folder / "fold.lock",
    )


def beside(path: Path) -> Files:
    """The files of a store kept in `path`, named after it so that several may share a folder."""
    if path.name == SNAPSHOT:
        return in_workspace(path.parent)
    return Files(
        snapshot=path,
        previous=path.with_name(f"{path.name}.prev"),
        index=path.with_name(f"{path.name}.index"),
        journal=path.with_name(f"{path.name}.journal"),
        lock=path.with_name(f"{path.name}.lock"),
        fold_lock=path.with_name(f"{path.name}.fold.lock"),
    )
