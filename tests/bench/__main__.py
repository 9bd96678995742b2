"""Measures the console against its budgets: `make bench`, or `python -m tests.bench --help`.

Each figure stands beside something run in the same minute on the same box. What is missing from
the table isn't built yet.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import commits, console, imports, inbox, opening, panes, search
from tests.bench.plan import Plan
from tests.bench.row import Row, table
from tests.bench.terminal import REPO

Bench = Callable[[Plan], Iterator[Row]]
BENCHES: dict[str, Bench] = {
    "commit": commits.cost,
    "heard": commits.heard,
    "open": opening.opening,
    "search": search.searching,
    "import": imports.importing,
    "start": console.start,
    "frame": console.frame,
    "keys": console.keys,
    "switch": console.switch,
    "query": console.query,
    "live": console.live,
    "inbox": inbox.working,
    "idle": console.idle,
}
PANES = "panes"
"""The one with a table of its own."""
MISSING = ("8 people writing for a minute with `kill -9`: a matter for the tests, not of time",)
"""Budgets of the design with nothing to measure yet."""
DOCUMENT = REPO / "docs" / "benchmarks.md"


def main() -> int:
    """Run what was asked for; gives 1 if a budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small stores, few repeats")
    parser.add_argument(
        "--only", choices=(*BENCHES, PANES), action="append", help="may be repeated"
    )
    parser.add_argument("--write", action="store_true", help="keep it in docs/benchmarks.md")
    options = parser.parse_args()
    if options.write and (options.only or options.quick):
        parser.error("--write keeps whole runs only")
    rows: list[Row] = []
    seen: list[panes.Seen] = []
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(Path(folder), quick=options.quick)
        for name in options.only or (*BENCHES, PANES):
            began = time.monotonic()
            if name == PANES:
                seen += panes.panes(plan)
            else:
                rows += BENCHES[name](plan)
            sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    tables = "\n\n".join([table(rows)] if not seen else [table(rows), panes.table(seen)])
    sys.stdout.write(f"{tables}\n")
    if options.write:
        DOCUMENT.write_text(_page(tables), "utf-8")
    return int(any(row.over for row in rows))


def _page(tables: str) -> str:
    missing = "".join(f"- {each}\n" for each in MISSING)
    return f"""# Benchmarks

Made by `python -m tests.bench --write` on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores,
Python {platform.python_version()}, {platform.system()}. Absolute times are of this box; the ratios
are what counts.

{tables}

Budgets with nothing to measure yet:

{missing}"""


if __name__ == "__main__":
    sys.exit(main())
