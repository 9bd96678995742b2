"""`python -m screens` is the `spotlight` command."""

from screens.start import run

if __name__ == "__main__":
    run()
