"""What comes from the keyboard, whatever the terminal is set to."""

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from functools import partial

from textual.drivers import linux_driver


def read_forgivingly() -> None:
    """Have bytes that are no UTF-8 read as �: a Latin-1 terminal, a file pasted by mistake.

    Textual's driver, which has no setting for it, would end the console with a traceback.
    """
    linux_driver.getincrementaldecoder = _forgiving  # type: ignore[attr-defined, assignment]


def _forgiving(encoding: str) -> Callable[[], IncrementalDecoder]:
    return partial(getincrementaldecoder(encoding), errors="replace")
