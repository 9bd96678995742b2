"""The first hour: what stands in Today of a workspace that has no client yet."""

from screens.keymap import press

_STEPS = (
    ("clients", "clients.new", "takes on a client and makes its drop folder"),
    ("clients", "clients.imports", "shows the files that came in, and where to put them"),
    ("actions", "actions.new", "writes down the first action item"),
    ("inbox", "inbox.new", "begins a conversation with a creator"),
)
"""The pane, what to do there, what that does."""


def first_steps() -> str:
    """How to begin, by the person's own keys."""
    steps = "\n".join(
        f"{press(f'pane.{pane}')} then {press(id)}".ljust(11) + told for pane, id, told in _STEPS
    )
    return f"""\
Welcome. This workspace is new; nothing is in it yet.

{steps}

{press("desk.help")}  the keys of the pane you are in     \
{press("desk.palette")}  anything by its name
`spotlight demo` in another terminal opens a workspace full of made-up shops."""
