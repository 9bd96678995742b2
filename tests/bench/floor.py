"""The smallest Textual app: one line, repainted at each key. What nobody on Textual can beat."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Floor(App[None]):
    """Counts keys."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def compose(self) -> ComposeResult:
        yield Static(self._words())

    def _words(self) -> str:
        return f"the smallest Textual app has seen {self.count} keys"

    def on_key(self) -> None:
        self.count += 1
        self.query_one(Static).update(self._words())


if __name__ == "__main__":
    Floor().run(mouse=False)
