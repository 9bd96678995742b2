"""Cancelling the import that runs now, whoever started it, from wherever one is."""

from console.desk import Desk
from data.errors import RefusalError
from data.progress import UnderWay, ask_to_stop
from data.store import disk


def cancel_import(desk: Desk) -> UnderWay:
    """Have the import that runs now stopped; nothing of it is kept. Gives it as it ended.

    Waits until it has heard. Raises `RefusalError` when there is nothing to stop or it is too late,
    `StoreError` when it can't be told.
    """
    with disk.speaking("The import can't be told to stop"):
        ended = ask_to_stop(desk.workspace.presence, desk.me.name)
    if ended is None:
        raise RefusalError("nothing is being imported now, or it will be in within a second")
    match ended.state:
        case "cancelled":
            return ended
        case "done":
            shows, void = desk.press("pane.imports"), desk.press("imports.void")
            raise RefusalError(
                f"too late: {ended.file} is imported; {shows} shows it, {void} takes it out"
            )
        case "failed":
            raise RefusalError(f"the import of {ended.file} ended by itself; nothing of it counts")
        case "reading":
            raise RefusalError(
                f"{ended.by}'s import of {ended.file} hasn't heard yet; it stops once it does"
            )
