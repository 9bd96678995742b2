"""What people put into the drop folder, where and when."""

import os
from datetime import timedelta
from pathlib import Path

from data.demo.layouts import LAYOUTS
from tests.exports.sheet import ASIAN, sheet
from tests.hazards.box import ORDERS, Box
from tests.hazards.case import Case, Impossible, puts

ONE, TWO, THREE = ({"Order ID": f"57646123456789000{n}"} for n in (1, 2, 3))
NOBODY = 65534


def still_written(box: Box) -> None:
    whole = sheet(*({"Order ID": f"{n}"} for n in range(1, 61)))
    rows = whole.splitlines(keepends=True)
    path = box.put(rows[0])
    for line in rows[1:]:
        with path.open("ab") as file:
            file.write(line)
        assert box.intake.sweep() == [], "it was still growing"
        box.clock.move(timedelta(seconds=1))
    box.say("after a minute of writing")


def replaced_while_read(box: Box) -> None:
    path = box.put(sheet(ONE))
    new = box.mine(sheet(ONE, TWO), "new.csv")

    def replace(step: str) -> None:
        if step == "read" and new.exists():
            new.rename(path)

    box.at_step(replace)
    box.sweep()
    box.say("when it was replaced")


def same_name_again(box: Box) -> None:
    box.put(sheet(ONE))
    box.sweep()
    box.put(sheet(TWO))


def same_bytes_again(box: Box) -> None:
    box.put(sheet(ONE))
    box.sweep()
    box.put(sheet(ONE), "orders (1).csv")


def restated(box: Box) -> None:
    box.put(sheet(ONE, TWO), "All order-2026-09-08-07_16.csv")
    box.sweep()
    box.put(
        sheet(ONE | {"SKU Subtotal After Discount": "7"}, THREE), "All order-2026-09-09-07_16.csv"
    )


def under_two_clients(box: Box) -> None:
    other = box.make("Bold Brew")
    box.put(sheet(ONE))
    box.sweep()
    box.put(sheet(ONE), client=other)


def orders_of_two(box: Box) -> None:
    other = box.make("Bold Brew")
    box.put(sheet(ONE))
    box.sweep()
    box.put(sheet(ONE, TWO, THREE), "both.csv", other)


def no_files(box: Box) -> None:
    os.mkfifo(box.folder() / "fifo.csv")
    (box.folder() / "folder.csv").mkdir()
    (box.folder() / "link.csv").symlink_to(box.mine(sheet(ONE)))


def astray(box: Box) -> None:
    (box.workspace.drop / "bold-brew").mkdir()
    (box.workspace.drop / "bold-brew" / ORDERS).write_bytes(sheet(ONE))


def unfinished(box: Box) -> None:
    for name in ("a.csv.part", "b.csv.filepart", "c.tmp", "~$d.xlsx", ".e.csv"):
        box.put(sheet(ONE), name)


def odd_names(box: Box) -> None:
    for name in (b"a\x1b[2J.csv", b"\xff.csv"):
        path = os.fsencode(box.folder()) + b"/" + name
        Path(os.fsdecode(path)).write_bytes(sheet(ONE))


def anothers(box: Box) -> None:
    """The file is root's, and who looks at it is nobody."""
    if os.getuid():
        raise Impossible("only root can become somebody else")
    box.put(sheet(ONE)).chmod(0o600)
    box.close()
    box.root.chmod(0o755)
    for path in (box.workspace.root, *box.workspace.root.rglob("*")):
        if path.name != ORDERS:
            os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        box.reopen()
        box.sweep()
        box.say("for anybody else")
    finally:
        os.seteuid(0)
    (box.folder() / ORDERS).chmod(0o640)


CASES = (
    Case(
        "still being written for a minute",
        "orders, CSV, a row a second",
        still_written,
        "after a minute of writing: in folder: orders.csv · no figures → I1 done: 60 rows, 60"
        " accepted · in done: orders.csv · 2026-09-01: GMV $600.00, orders 60",
    ),
    Case(
        "replaced while it is read",
        "orders, CSV: first one order, then two",
        replaced_while_read,
        "when it was replaced: in folder: orders.csv · no figures → I1 done: 2 rows, 2 "
        "accepted · in done: orders.csv · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "another file with the same name",
        "orders, CSV, twice",
        same_name_again,
        "I1 done: 1 row, 1 accepted · I2 done: 1 row, 1 accepted · in done: orders (2).csv, "
        "orders.csv · 2026-09-01: GMV $20.00, orders 2",
    ),
    Case(
        "the same bytes again",
        "orders, CSV, under another name",
        same_bytes_again,
        "I1 done: 1 row, 1 accepted · orders (1).csv is I1 already · in done: orders (1).csv,"
        " orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
    Case(
        "a newer export of some of the same orders",
        "orders, CSV, as of two days",
        restated,
        "I1 done: 2 rows, 2 accepted · I2 done: 2 rows, 2 accepted, 1 replaced · in done: All"
        " order-2026-09-08-07_16.csv, All order-2026-09-09-07_16.csv · 2026-09-01: GMV "
        "$27.00, orders 3",
    ),
    Case(
        "the same bytes under two clients",
        "orders, CSV",
        under_two_clients,
        "I1 (aurora-skin) done: 1 row, 1 accepted · I2 (bold-brew) rejected: it is I1 of "
        "aurora-skin already, byte for byte. If that was the wrong client, void I1 "
        "takes it out; then put it in again. · in done: orders.csv · in rejected: "
        "orders.csv with its why · aurora-skin, 2026-09-01: GMV $10.00, orders 1 · bold-brew:"
        " no figures",
    ),
    Case(
        "orders of two clients in one file",
        "orders, CSV: one of three is another's",
        orders_of_two,
        "I1 (aurora-skin) done: 1 row, 1 accepted · I2 (bold-brew) rejected: 1 of its 3 "
        "orders are aurora-skin's, by I1. Export each shop by itself; if I1 was the wrong "
        "one, void I1 takes it out. · in done: orders.csv · in rejected: both.csv"
        " with its why · aurora-skin, 2026-09-01: GMV $10.00, orders 1 · bold-brew: no "
        "figures",
    ),
    Case(
        "a market that isn't the client's",
        "orders of Vietnam, CSV, for a client in the US",
        puts(sheet({}, header=LAYOUTS["VN"].header, like=ASIAN)),
        "I1 rejected: it is an export of orders in Vietnam, and this client sells in United "
        "States. Was it meant for another client? · in rejected: orders.csv with its why · no"
        " figures",
    ),
    Case(
        "a FIFO, a folder, a link",
        "named like exports",
        no_files,
        "left: fifo.csv, it isn't a file; put the export itself here · left: folder.csv, it "
        "isn't a file; put the export itself here · left: link.csv, it isn't a file; put the "
        "export itself here · in folder: fifo.csv, folder.csv, link.csv · no figures",
    ),
    Case(
        "in no client's folder",
        "orders, CSV, directly in drop/",
        lambda box: (box.workspace.drop / ORDERS).write_bytes(sheet(ONE)),
        "I1 waits for client: it lies in no client's folder: whose is it? · in folder: "
        "orders.csv · no figures",
    ),
    Case(
        "in the folder of a client who doesn't exist",
        "orders, CSV",
        astray,
        "left: no client has the short name “bold-brew” · in folder: bold-brew · no figures",
    ),
    Case(
        "what programs leave while they write",
        ".part .filepart .tmp ~$ and dotfiles",
        unfinished,
        "in folder: .e.csv, a.csv.part, b.csv.filepart, c.tmp, ~$d.xlsx · no figures",
    ),
    Case(
        "a name that can't be shown",
        "orders, CSV",
        odd_names,
        "left: a\\x1b[2J.csv, its name can't be shown; give it a plain one · left: \\udcff.csv,"
        " its name can't be shown; give it a plain one · in folder: a\\x1b[2J.csv, \\udcff.csv "
        "· no figures",
    ),
    Case(
        "mode 0600, of another account",
        "orders, CSV, of root",
        anothers,
        "for anybody else: left: orders.csv, only root may read it: root, run `chmod g+r` on "
        "it · in folder: orders.csv · no figures → I1 done: 1 row, 1 accepted · in done: "
        "orders.csv · 2026-09-01: GMV $10.00, orders 1",
    ),
)
"""What is about the file, not in it."""
