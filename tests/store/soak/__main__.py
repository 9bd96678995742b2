"""Many at one store for a minute, killed at random: `python -m tests.store.soak`."""

import argparse
import sys
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

import msgspec

from tests.store.soak.soak import soak

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=randrange(1000))
    asked = parser.parse_args()
    with TemporaryDirectory() as made:
        report = soak(Path(made), people=asked.people, seconds=asked.seconds, seed=asked.seed)
    sys.stdout.write(f"{asked.people} people for {asked.seconds:g} s, seed {asked.seed}\n")
    for name, value in msgspec.structs.asdict(report).items():
        sys.stdout.write(f"{name:>13} {value if value != () else 'nothing'}\n")
    sys.exit(bool(report.wrong) or report.acknowledged != report.present)
