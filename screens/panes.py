"""The panes there are, each made when it is first shown."""

from collections.abc import Callable

from console.desk import Desk
from screens.frame.host import Host
from screens.frame.pane import Pane

PANES = ("today", "inbox", "tickets", "actions", "qa", "clients")
"""Those with a number, in its order."""
SIDE_PANES = ("imports",)
"""Those without one, that others lead to."""


def make_pane(name: str, desk: Desk, host: Host) -> Pane:
    """A pane by its name. Those that nobody looked at yet aren't even imported."""
    kind: Callable[[Desk, Host], Pane]
    match name:
        case "today":
            from screens.today.pane import TodayPane as kind
        case "inbox":
            from screens.inbox.pane import InboxPane as kind
        case "tickets":
            from screens.tickets.pane import TicketsPane as kind
        case "actions":
            from screens.actions.pane import ActionsPane as kind
        case "qa":
            from screens.qa.pane import QAPane as kind
        case "clients":
            from screens.clients.pane import ClientsPane as kind
        case _:
            from screens.imports.pane import ImportsPane as kind
    return kind(desk, host)
