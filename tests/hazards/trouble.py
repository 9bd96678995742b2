"""What goes wrong around a file: the disk, the reading process, the clock, others at once."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from tests.exports.sheet import sheet
from tests.hazards.box import QUIET, Box
from tests.hazards.case import Case, Impossible

LATER = timedelta(seconds=30)
"""After this what failed is tried again."""
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
MANY = sheet(*({"Order ID": f"{n:018}", "Tracking ID": os.urandom(40).hex()} for n in range(2000)))
"""Orders whose facts don't fit on a small disk."""
REPO = Path(__file__).parents[2]


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of so many bytes where the folder is."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        raise Impossible("only root, and not in every container, can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def full_before(box: Box) -> None:
    box.put(sheet({}))
    with small_disk(box.workspace.facts, "4k"):
        box.workspace.facts.joinpath("filler").write_bytes(bytes(4096))
        box.sweep()
        box.say("with the disk full")
    box.clock.move(LATER)


def full_during(box: Box) -> None:
    box.put(MANY)
    with small_disk(box.workspace.facts, "64k"):
        box.sweep()
        box.say("with the disk full")
    box.clock.move(LATER)


def full_after(box: Box) -> None:
    """The facts are safe, and the journal can't be written."""
    box.put(sheet({}))
    with box.failing("write", FULL, after="facts"):
        box.sweep()
        box.say("with the disk full")
    box.clock.move(LATER)


def full_at_the_move(box: Box) -> None:
    box.put(sheet({}))
    with box.failing("make_folder", FULL, after="committed"):
        box.sweep()
        box.say("with the disk full")
    box.clock.move(LATER)


def child_dies(box: Box) -> None:
    box.put(sheet({}))
    script = box.root / "child"
    script.write_text("#!/bin/sh\nkill -KILL $$\n")
    script.chmod(0o755)
    with patch("data.exports.spawn.sys.executable", str(script)):
        box.sweep()
        box.say("when the reader is killed")
    box.clock.move(LATER)


def too_long(box: Box) -> None:
    box.put(sheet({}))
    with patch("data.exports.spawn.LONGEST", 0.01):
        box.sweep()


def clock_back(box: Box) -> None:
    box.put(sheet({}))
    box.intake.sweep()
    box.clock.move(timedelta(days=-1))


def damaged_facts(box: Box) -> None:
    box.put(sheet({}))
    box.sweep()
    (facts,) = box.workspace.facts.rglob("*.parquet")
    whole = facts.read_bytes()
    facts.write_bytes(b"nothing to read here")
    box.put(sheet({"Order ID": "2"}), "next.csv")
    box.sweep()
    box.say("with damaged facts")
    facts.write_bytes(whole)
    box.clock.move(LATER)


def killed(box: Box) -> None:
    box.put(sheet({}))
    with _console(box, "jo", "facts") as dying:
        dying.communicate("go\n", timeout=60)
    box.say("when the console died")


def race(box: Box) -> None:
    path = box.put(sheet({}))
    command = [sys.executable, "-m", "screens", "--workspace", str(box.workspace.root)]
    consoles = [_console(box, person) for person in ("jo", "sam")]
    by_hand = subprocess.Popen(
        [*command, "--as", "lee", "import", str(box.mine(path.read_bytes()))],
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=REPO,
    )
    for each in consoles:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in (*consoles, by_hand):
        each.communicate(timeout=60)
        assert each.returncode == 0
    box.intake.sweep()
    box.clock.move(QUIET)
    box.intake.sweep()  # if they only saw that the file was busy
    for spare in box.folder().glob("done/*/* (2).csv"):
        spare.unlink()  # the copy of the one by hand, if that was quicker


def _console(box: Box, person: str, fatal: str = "") -> "subprocess.Popen[str]":
    """Another console's intake, about to sweep."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.sweeper", box.workspace.root, person, fatal],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPO,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


CASES = (
    Case(
        "the disk is full before the facts are written",
        "orders, CSV",
        full_before,
        "with the disk full: left: orders.csv can't be imported now: No space left on device."
        " It stays where it is. · in folder: orders.csv · no figures → I1 done: 1 row, 1 "
        "accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "the disk fills up while the facts are written",
        "orders, CSV",
        full_during,
        "with the disk full: left: orders.csv can't be imported now: No space left on device."
        " It stays where it is. · in folder: orders.csv · no figures → I1 done: 2,000 rows, "
        "2,000 accepted · in done: orders.csv · 2026-09-01: GMV $20,000.00, orders 2,000",
    ),
    Case(
        "the disk is full once the facts are written",
        "orders, CSV",
        full_after,
        "with the disk full: left: orders.csv, Nothing was written: No space left on device. "
        "What you typed is kept; try again after. · in folder: orders.csv · no figures → I1 "
        "done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "the disk is full once it is counted",
        "orders, CSV",
        full_at_the_move,
        "with the disk full: I1 done: 1 row, 1 accepted · left: orders.csv, it is in as I1, but "
        "can't be moved: No space left on device · in folder: orders.csv · 2026-09-01: GMV "
        "$10.00, orders 1 → I1 done: 1 row, 1 accepted · orders.csv is I1 already · in done: "
        "orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "the process that reads it is killed",
        "orders, CSV",
        child_dies,
        "when the reader is killed: left: orders.csv can't be imported now: the process that "
        "reads it ended half-way (exit code -9). It stays where it is. · in folder: "
        "orders.csv · no figures → I1 done: 1 row, 1 accepted · in done: orders.csv · "
        "2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "reading takes too long",
        "orders, CSV",
        too_long,
        "I1 rejected: reading it takes too long. Export it in smaller parts. · in rejected: "
        "orders.csv with its why · no figures",
    ),
    Case(
        "the clock goes back",
        "orders, CSV",
        clock_back,
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "facts of an earlier import are damaged",
        "orders, CSV",
        damaged_facts,
        "with damaged facts: I1 done: 1 row, 1 accepted · left: next.csv can't be imported "
        "now: its facts, or earlier ones, can't be used (ComputeError). It stays where it is."
        " · in folder: next.csv · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1 → I1"
        " done: 1 row, 1 accepted · I2 done: 1 row, 1 accepted · in done: next.csv, "
        "orders.csv · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "the console dies after the facts are written",
        "orders, CSV",
        killed,
        "when the console died: in folder: orders.csv · no figures → I1 done: 1 row, 1 "
        "accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "two consoles and `spotlight import` at once",
        "orders, CSV",
        race,
        "I1 done: 1 row, 1 accepted · in done: orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
)
"""What is wrong around the file."""
