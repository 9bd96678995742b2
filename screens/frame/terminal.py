"""The terminal: what goes to it, and the frame that is kept for the next start."""

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from screens import lastframe
from screens.frame.paint import Pieces
from screens.frame.pane import Pane
from screens.frame.thrift import thrifty
from screens.say import moment

_ALTERNATE = "\x1b[?1049h"


class Terminal(LinuxDriver):
    """Sends no more than has to be sent.

    Begins on the alternate screen as it stands where the last frame stands there: entering it
    again would wipe it.
    """

    def start_application_mode(self) -> None:
        """Take the terminal over; when we leave, it is set as it was before that frame."""
        usual = lastframe.hand_over()
        self._there = usual is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = usual or self.attrs_before

    def write(self, data: str) -> None:
        """Send it, but for the first entering."""
        if self._there and data == _ALTERNATE:
            self._there = False
        else:
            super().write(thrifty(data))


def driver(usual: type[Driver]) -> type[Driver]:
    """What draws on a terminal; for anything else the `usual` one."""
    return Terminal if usual is LinuxDriver else usual


def keep(app: App[None], pane: Pane, top: tuple[Pieces, Pieces]) -> None:
    """Keep a pane's frame for the next start: its time stands where the store's state stood.

    `top` is the top line for it; another pane may be the one that is shown.
    """
    if app.is_headless or pane.size != app.size:  # nothing was drawn, or not in this size
        return
    desk = pane.desk
    pane.load()  # hidden, it took nothing in
    pane.top.show(*top)
    pane.status.show([(f" as it was {moment(desk.clock.now(), desk.zone)} · opening …", "dim")], [])
    frame = pane._compositor.render_full_update()  # no other way leads to it
    lastframe.keep(thrifty(frame.render_segments(app.console)), app.size)
