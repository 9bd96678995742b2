"""The last frame: Today as it was when the console was left, shown again while the next one starts.

It stands on the terminal before anything is imported, says of when it is, and the first live frame
is drawn over it. Kept in the person's own cache folder, readable for them alone, one for each
command line and kind of terminal. Nothing may be imported up here that Python hasn't loaded anyway.
"""

import io
import os
import sys

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_LOOKS = ("TERM", "COLORTERM", "NO_COLOR", "SPOTLIGHT_WORKSPACE")
"""What else decides how a frame looks."""


_MOST = 8
"""So many frames are kept."""


class _Later(io.StringIO):
    """What is said while a frame stands, for the terminal once that is free again."""

    def isatty(self) -> bool:
        return True


class _Standing:
    """A frame on the terminal that isn't live."""

    def __init__(self) -> None:
        import termios

        self.taken = False
        """Whether the console has the terminal by now."""
        self.usual: list[int | list[bytes | int]] = termios.tcgetattr(0)
        """How the terminal was set before."""
        self._said = sys.stderr

    def begin(self, frame: bytes) -> None:
        """What is typed now is for the console, key by key; what is said waits until later."""
        import termios

        quiet = termios.tcgetattr(0)
        quiet[0] &= ~termios.ICRNL
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        sys.stderr = _Later()
        _write(frame)
        import signal

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))

    def end(self) -> None:
        """The terminal as it was, and what had to wait."""
        import termios

        if not self.taken:
            try:
                termios.tcsetattr(0, termios.TCSANOW, self.usual)
                _write(_LEAVE.encode())
            except (termios.error, OSError):  # the line dropped
                pass
        later, sys.stderr = sys.stderr, self._said
        if isinstance(later, _Later):
            sys.stderr.write(later.getvalue())


_standing: _Standing | None = None


def show() -> None:
    """Show it, if there is one of this terminal's size."""
    global _standing
    try:
        if all(map(os.isatty, (0, 1, 2))):
            with open(_file(), "rb") as file:
                size, _, frame = file.read().partition(b"\n")
            if size.decode() == _size(os.get_terminal_size(2)):
                _standing = _Standing()  # known before it begins: ctrl+c may come at any time
                _standing.begin(frame)
    except (OSError, UnicodeDecodeError):  # then there is none
        return


def hand_over() -> list[int | list[bytes | int]] | None:
    """The console takes the terminal over; gives how that was set before, if a frame stands."""
    if _standing is None or _standing.taken:
        return None
    _standing.taken = True
    return _standing.usual


def leave() -> None:
    """The program ends: the terminal is as it was."""
    if _standing:
        _standing.end()


def keep(frame: str, size: tuple[int, int]) -> None:
    """Keep a frame, drawn for that many columns and lines, for the next start."""
    try:
        path = _file()
        beside = f"{path}.{os.getpid()}"
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(f"{_size(size)}\n{_ENTER}{frame}".encode())
        os.replace(beside, path)
        _forget_old()
    except OSError:  # the next start shows nothing until it is ready
        return


def folder() -> str:
    """Where they are kept."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(cache):
        cache = os.path.expanduser("~/.cache")
    return os.path.join(cache, "spotlight")


def _file() -> str:
    import zlib

    like = [*sys.argv[1:], *(os.environ.get(name, "") for name in _LOOKS)]
    return os.path.join(folder(), f"frame-{zlib.crc32(repr(like).encode()):08x}")


def _forget_old() -> None:
    """Of command lines nobody uses any more none stays."""
    frames = [each for each in os.scandir(folder()) if each.name.startswith("frame-")]
    for each in sorted(frames, key=lambda frame: frame.stat().st_mtime)[:-_MOST]:
        os.unlink(each)


def _write(text: bytes) -> None:
    with open(2, "wb", closefd=False) as terminal:
        terminal.write(text)


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]}×{size[1]}"
