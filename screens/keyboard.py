"""What comes from the keyboard, whatever the terminal is set to and whatever is pasted."""

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial

from textual.drivers import linux_driver

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
"""What a terminal sets around what is pasted."""


def read_forgivingly() -> None:
    """Have anything that comes be read: bytes that are no UTF-8 as �, pasted escapes as nothing.

    Textual's driver, which has no setting for it, would end the console with a traceback at a
    Latin-1 terminal, and take what follows an escape in a pasted text for keys.
    """
    linux_driver.getincrementaldecoder = _forgiving  # type: ignore[attr-defined, assignment]


def _forgiving(encoding: str) -> Callable[[], IncrementalDecoder]:
    return partial(Forgiving, getincrementaldecoder(encoding)(errors="replace"))


class Forgiving(IncrementalDecoder):
    """Decodes, and takes the escapes out of what is pasted, however the bytes are cut up.

    A pasted text with a terminal's own end of pasting in it ends there, as it does for the
    terminal: no program can tell the two apart.
    """

    def __init__(self, plain: IncrementalDecoder) -> None:
        super().__init__()
        self._plain = plain
        self._pasting = False
        self._tail = ""
        """The end of what came, which may be the beginning of a mark; of a paste, not given yet."""

    def decode(self, input: bytes, final: bool = False) -> str:  # type: ignore[override]
        """The next of the text."""
        text, given = self._plain.decode(input, final), ""
        while text:
            text, part = self._paste(text) if self._pasting else self._keys(text)
            given += part
        return given

    def _keys(self, text: str) -> tuple[str, str]:
        """What is left after the next beginning of a paste, and all up to it."""
        seen = self._tail + text
        before, mark, after = seen.partition(_BEGIN)
        given = (before + mark)[len(self._tail) :]
        self._pasting = bool(mark)
        self._tail = "" if mark else _begun(before, _BEGIN)
        return after, given

    def _paste(self, text: str) -> tuple[str, str]:
        """The same for its end, the escapes left out."""
        pasted, mark, after = (self._tail + text).partition(_END)
        self._pasting = not mark
        self._tail = "" if mark else _begun(pasted, _END)
        pasted = pasted.removesuffix(self._tail)
        return after, pasted.replace("\x1b", "") + mark


def _begun(text: str, mark: str) -> str:
    """What of the mark stands at the end of the text."""
    return next((mark[:n] for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), "")
