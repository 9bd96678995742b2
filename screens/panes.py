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
    """A pane by its name."""
    from screens.actions.pane import ActionsPane
    from screens.clients.pane import ClientsPane
    from screens.imports.pane import ImportsPane
    from screens.inbox.pane import InboxPane
    from screens.qa.pane import QAPane
    from screens.tickets.pane import TicketsPane
    from screens.today.pane import TodayPane

    kinds: dict[str, Callable[[Desk, Host], Pane]] = {
        "today": TodayPane,
        "inbox": InboxPane,
        "tickets": TicketsPane,
        "actions": ActionsPane,
        "qa": QAPane,
        "clients": ClientsPane,
        "imports": ImportsPane,
    }
    return kinds[name](desk, host)
