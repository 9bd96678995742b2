"""A workspace of an earlier Spotlight, brought up to this one when it is opened."""

from data.backup import back_up
from data.clock import Clock
from data.records.migrations import migrate
from data.store import Store
from data.workspace import Workspace


def upgrade(workspace: Workspace, store: Store, clock: Clock) -> None:
    """Back the workspace up, then make its records as they are now; the store's notes say so.

    Who may not write reads what an earlier version wrote as well as it goes. Raises `StoreError`.
    """
    if store.read_only is not None:
        store.notes.append(
            "An earlier Spotlight wrote this workspace, and some of its figures can't be shown"
            " until somebody who may write opens it."
        )
        return
    made = back_up(workspace, clock.now())
    if count := migrate(store):
        store.notes.append(
            f"An earlier Spotlight wrote this workspace: {count:,} records were made as they are"
            f" now. {made.path} is how it was."
        )
