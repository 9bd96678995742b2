"""What a pane needs of the app it lives in."""

from collections.abc import Sequence
from typing import Protocol

from data.presence import Present
from screens.frame.paint import Role


class Host(Protocol):
    """Where panes live: the app, as far as a pane needs it."""

    @property
    def others(self) -> Sequence[Present]:
        """Who else has a console open, and what they do there."""
        ...

    def say(self, words: str, role: Role = "text") -> None:
        """Answer the person in the status line."""
        ...

    def rest(self) -> None:
        """Nothing to answer any more."""
        ...

    def shown(self, name: str) -> None:
        """That pane came to the front."""
        ...

    def go_back(self) -> None:
        """Back to the pane one came from."""
        ...

    def go_to(self, name: str, key: str) -> None:
        """To a record in its own pane."""
        ...

    def open(self, ref: str) -> None:
        """To the record of a typed id, wherever it is shown."""
        ...

    def go_to_list(self, name: str, query: str) -> None:
        """To a pane's list, by that query."""
        ...
