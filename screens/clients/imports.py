"""One import, told whole: the file, the rows, what was wrong with which."""

from console.desk import Desk
from data.records.imports import Import
from screens.frame.paint import Pieces, Role, wrap
from screens.say import age, counted, moment


def import_lines(desk: Desk, record: Import, width: int) -> list[Pieces]:
    """The import in a few lines, its rejected rows one by one."""
    when = f"{moment(record.created_at, desk.zone)}, {age(record.created_at, desk.clock.now())}"
    role: Role = "bad" if record.status == "rejected" else "text"
    lines: list[Pieces] = [
        [(f" {record.ref:<5}", "strong"), (record.file, role)],
        [(f"      {when} · by {record.created_by}", "dim")],
    ]
    if record.status == "rejected":
        return lines + [
            [(f"      {line}", "warn")] for line in wrap(record.reason or "", width - 7)
        ]
    bad: Role = "warn" if record.rejected else "dim"
    lines.append(
        [
            (f"      {counted(record.rows, 'row')}, {record.accepted:,} accepted, ", "dim"),
            (f"{record.rejected:,} rejected", bad),
        ]
    )
    for reject in record.rejects:
        said = f"line {reject.line}, {reject.column}: {reject.value}  {reject.reason}"
        lines += [[(f"      {line}", "warn")] for line in wrap(said, width - 7)]
    return lines
