"""Draws the README's pictures: `make shots`.

They come from the real console on the demo workspace, made afresh in a folder of its own.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from console.demo import open_demo
from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.workspace import Workspace
from screens.app import SpotlightApp

DOCS = Path(__file__).parents[1] / "docs"
SIZE = (100, 30)


async def shoot(desk: Desk) -> None:
    """One picture a pane."""
    app = SpotlightApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        for key, name in (("1", "today"), ("4", "actions"), ("6", "clients")):
            await pilot.press(key, "j")
            await pilot.pause(0.5)
            svg = app.export_screenshot(title=f"Spotlight: {name}")
            svg = re.sub(r"@font-face {.*?}\s*", "", svg, flags=re.DOTALL)  # no far-away fonts
            (DOCS / f"{name}.svg").write_text(svg, "utf-8")


def main() -> None:
    """Make the demo, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "demo"
        open_demo(
            root,
            fresh=True,
            say=lambda words: sys.stderr.write(words + "\n") and None,
            clock=SystemClock(),
        )
        desk = Desk(Workspace.open(root), author("ana", shared_account=True), SystemClock())
        asyncio.run(shoot(desk))
        desk.close()


if __name__ == "__main__":
    main()
