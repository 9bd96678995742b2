"""Copies: `spotlight backup` and `spotlight export --tinydb FILE`."""

from pathlib import Path

from data.backup import back_up
from data.clock import SystemClock
from data.errors import UsageError
from data.store.export import export
from data.store.files import in_workspace
from data.workspace import Workspace
from screens.line.call import Call, Command
from screens.say import counted


def _backup(call: Call) -> int:
    """`spotlight backup [DIR]`: also of a store that is damaged."""
    workspace = Workspace.open(call.root())
    into = Path(call.words[0]).expanduser().absolute() if call.words else None
    made = back_up(workspace, SystemClock().now(), into)
    if call.out.mode == "json":
        call.out.json(
            {
                "path": str(made.path),
                "seq": made.seq,
                "documents": made.documents,
                "files": made.files,
                "bytes": made.bytes,
                "damage": made.damage,
            }
        )
    else:
        held = f"{counted(made.documents, 'document')} as of change {made.seq}"
        size = f"{made.bytes / 1e6:,.1f} MB"
        call.out.facts(
            [
                [
                    ("backup", str(made.path)),
                    ("holds", f"{held}, {counted(made.files, 'file')} beside, {size}"),
                    ("not in it", "what lies in drop/, and what people are typing"),
                    ("to go back", "HOW-TO-RESTORE.txt in it says how"),
                ]
            ]
        )
    if made.damage:
        call.out.say(f"The store is damaged, and so is the backup: {made.damage}")
    return 0


def _export(call: Call) -> int:
    """`spotlight export --tinydb FILE`."""
    word = call.options.value("tinydb")
    if word is None:
        raise UsageError("say what to export to: spotlight export --tinydb FILE.")
    path = Path(word).expanduser().absolute()
    made = export(in_workspace(Workspace.open(call.root()).root), path)
    if call.out.mode == "json":
        call.out.json({"path": str(path), "documents": made.documents, "bytes": made.bytes})
    else:
        again = f"spotlight doctor --adopt {path.name}"
        said = f"{counted(made.documents, 'document')}; {again} takes back what you change in it"
        call.out.facts([[("export", str(path)), ("holds", said)]])
    return 0


COMMANDS = (
    Command(
        "backup",
        "[DIR]",
        "Copy the workspace, while others go on, into a new folder in DIR, else in backups/.",
        _backup,
        most=1,
        more=(
            ("in it", "store and history, settings, checklists, formats, facts, evidence"),
            ("not in it", "exports in drop/, which hold buyers' data; what people are typing"),
            ("restore", "HOW-TO-RESTORE.txt in the backup has the commands, to copy"),
            ("look into", "cp -a BACKUP DIR, spotlight --workspace DIR"),
        ),
    ),
    Command(
        "export",
        "--tinydb FILE",
        "Write all documents as one TinyDB file, to work on elsewhere.",
        _export,
        options=("tinydb",),
        most=0,
        more=(
            ("FILE", "a new one; TinyDB and jq read it, and whoever has it may change it"),
            ("_spotlight", "its first table: leave it, so that your changes can be told later"),
        ),
    ),
)
