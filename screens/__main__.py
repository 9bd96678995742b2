"""`python -m screens` is the `spotlight` command."""

from screens.line.main import run

if __name__ == "__main__":
    run()
