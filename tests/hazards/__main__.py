"""Tries every hazard and prints what becomes of it: `python -m tests.hazards > docs/hazards.md`."""

from tests.hazards.case import Impossible, run
from tests.hazards.every import CASES, page

if __name__ == "__main__":
    told = []
    for case in CASES:
        try:
            told.append(run(case))
        except Impossible as reason:
            told.append(f"not tried: {reason}")
    print(page(told), end="")  # noqa: T201
