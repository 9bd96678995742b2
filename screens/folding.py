"""Folding the journal while a console rests: `spotlight fold`, in a process of its own.

A fold takes seconds where there is much, and nobody's keys should wait for it. Killed half-way it
leaves everything as it was, so a console that ends takes its fold along.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import screens
from data.errors import StoreError
from data.store import FileLock, Store

DUE = 4 << 20
"""Bytes of journal that no snapshot holds, at which it is time."""
_LOOK = 0.2
"""Seconds between looks at whether it is done."""


async def fold_if_due(store: Store) -> None:
    """Fold if it is time and nobody else does; stand on the newest snapshot there is.

    Raises `StoreError` if it fails.
    """
    await asyncio.to_thread(store.rebase)
    if store.unfolded() < DUE or _somebody_folds(store):
        return
    child = _start(store.files.folder)
    try:
        while child.poll() is None:
            await asyncio.sleep(_LOOK)
    finally:
        child.kill()
        _, said = child.communicate()
    if child.returncode and _somebody_folds(store):  # another console was quicker
        return
    await asyncio.to_thread(store.rebase)
    if child.returncode and store.unfolded() >= DUE:
        raise StoreError(f"The journal can't be folded: {said.strip()}")


def _somebody_folds(store: Store) -> bool:
    return FileLock(store.files.fold_lock).holder() is not None


def _start(workspace: Path) -> subprocess.Popen[str]:
    code = str(Path(next(iter(screens.__path__))).parent)  # the child runs what we run
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "screens", "--workspace", str(workspace), "fold"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": code},
    )
