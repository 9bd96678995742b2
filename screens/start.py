"""`spotlight` begins here: the last frame stands before anything else is imported."""

import gc
import sys

from screens import lastframe


def run() -> None:
    """The entry point of `spotlight`: raises `SystemExit`."""
    gc.disable()  # what is imported stays: looking it through takes a tenth of a start
    try:
        lastframe.show()
        from screens.line.main import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    finally:
        lastframe.leave()
    sys.exit(code)
