"""Draws the README's pictures: `make docs`.

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
WAY = {
    "today": ("1", "j"),
    "inbox": ("2", "j", "j"),
    "tickets": ("3", "j"),
    "actions": ("4", "j"),
    "qa": ("5", "enter", "j"),
    "clients": ("6", "j"),
}
"""Each picture's name, and the keys that lead there."""


async def shoot(desk: Desk) -> None:
    """One picture a pane."""
    app = SpotlightApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        for name, keys in WAY.items():
            await pilot.press(*keys)
            await pilot.pause(0.5)
            svg = app.export_screenshot(title=f"Spotlight: {name}")
            svg = re.sub(r"@font-face {.*?}\s*", "", svg, flags=re.DOTALL)  # no far-away fonts
            (DOCS / f"{name}.svg").write_text(_BLANKS.sub(_moved, svg), "utf-8")


_BLANKS = re.compile(r'x="([\d.]+)" (y="[\d.]+") textLength="([\d.]+)" ([^>]+>)((?:&#160;)+)')
_CELL = 12.2
"""How wide rich draws one."""


def _moved(text: re.Match[str]) -> str:
    """A text begun where its first letter is: not everything that draws SVG keeps blanks."""
    left, y, length, rest, blanks = text.groups()
    by = _CELL * blanks.count(";")
    return f'x="{float(left) + by:.1f}" {y} textLength="{float(length) - by:.1f}" {rest}'


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
