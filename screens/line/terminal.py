"""What the terminal this runs in can do, as far as it can be known; and the keys pressed at it."""

import shutil
import sys
from collections.abc import Iterator, Mapping

from console.doctor import Check
from screens.ownkeys import own_file, read_own

NARROW = 80


def look(environ: Mapping[str, str]) -> Iterator[Check]:
    """Colours, size and letters; and what can't be asked a terminal for."""
    if not sys.stdout.isatty():
        yield Check("terminal", "ok", "none here: what is said goes to a file or a program")
        return
    size = shutil.get_terminal_size()
    small = size.columns < NARROW or size.lines < 24
    yield Check(
        "terminal",
        "warn" if small else "ok",
        f"{environ.get('TERM', 'unknown')}, {size.columns}×{size.lines}, {_colours(environ)}",
        "make the window 80×24 or larger" if small else None,
    )
    utf8 = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
    yield Check(
        "letters",
        "ok" if utf8 else "warn",
        f"{sys.stdout.encoding}",
        None if utf8 else "export LANG=C.UTF-8, or names and lines are shown with question marks",
    )
    between = "tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else ""
    over = " over SSH" if environ.get("SSH_CONNECTION") else ""
    said = f"by the terminal{over}{f' through {between}' if between else ''}; whether it takes it"
    ask = "tmux: set -g set-clipboard on" if between == "tmux" else None
    yield Check("copying", "ok", f"{said} (OSC 52) can't be known: try `y` and paste", ask)


def _colours(environ: Mapping[str, str]) -> str:
    if environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "all colours"
    term = environ.get("TERM", "")
    if term in ("dumb", ""):
        return "no colours: the plain line mode is used"
    return "256 colours" if "256" in term else "16 colours"


def look_at_keys() -> Iterator[Check]:
    """A person's own keys; nothing where they have none."""
    file = own_file()
    own = read_own(file)
    if own.wrong:
        yield Check("keys", "warn", f"{own.wrong}.", f"mend {file}")
    elif file.exists():
        yield Check("keys", "ok", f"{file} is in force")
