"""The workspace itself: opening, making, finding and folding it."""

import gc
import os
from pathlib import Path

from console.desk import Desk
from data.clock import SystemClock
from data.errors import StoreError, UsageError, WorkspaceMissing
from data.identity import account_name, author
from data.settings import Settings
from data.text import plain
from data.workspace import Workspace
from screens import lastframe
from screens.line.call import Call, Command
from screens.line.day import print_today
from screens.line.out import Json
from screens.say import counted


def _open(call: Call) -> int:
    """`spotlight`."""
    return _enter(call, call.desk())


def _enter(call: Call, desk: Desk) -> int:
    """Open the console; without a terminal, print Today."""
    if not call.draws:
        print_today(call.out, desk)
        return 0
    from screens import keymap
    from screens.ownkeys import own_file, read_own

    own = read_own(own_file())
    keymap.use(own.keymap)
    from screens.app import SpotlightApp

    greeting = own.wrong or own.moved
    if desk.book.store.read_only is None:
        try:
            desk.introduce()
        except StoreError as error:  # who can't be written down can still read
            greeting = str(error)
    app = SpotlightApp(desk, greeting)
    gc.freeze()  # what is loaded by now needn't be looked through again
    gc.set_threshold(10_000, 50, 1_000)  # all of it is looked through while nobody types
    gc.enable()
    app.run(mouse=False)
    return 0


def _keys(call: Call) -> int:
    """`spotlight keys`."""
    from screens.ownkeys import as_toml, own_file, read_own

    own = read_own(own_file())
    if call.out.mode == "json":
        call.out.json({section: dict(entries) for section, entries in own.keymap.items()})
    else:
        call.out.line(f"# What differs goes into {own_file()}")
        for line in as_toml(own.keymap).splitlines():
            call.out.line(line)
    if said := own.wrong or own.moved:
        call.out.say(f"{said}.")
    return 1 if own.wrong else 0


def _init(call: Call) -> int:
    """`spotlight init DIR [--shared-account] [--agency NAME] [--zone IANA]`."""
    root = Path(call.word(0, "the folder to make")).expanduser().absolute()
    usual, shared = Settings(), call.options.has("shared-account")
    agency = plain(call.options.value("agency") or usual.agency, limit=60)
    zone = call.options.value("zone") or usual.zone
    try:
        settings = Settings(agency=agency, zone=zone, shared_account=shared)
    except ValueError as error:
        raise UsageError(f"zone: {error}; write it as Europe/Berlin.") from None
    author(call.options.value("as"), shared_account=shared)  # refuses before anything is made
    desk = call.sit(Workspace.create(root, settings))
    desk.introduce("lead")
    if call.out.mode == "json":
        call.out.json({"workspace": str(root), "lead": desk.me.name})
    else:
        call.out.tell("made", f"made {root}; {desk.me.name} is its lead")
    return 0


def _demo(call: Call) -> int:
    """`spotlight demo [--as NAME] [--fresh]`."""
    import platformdirs

    from console.demo import open_demo

    root = platformdirs.user_data_path("spotlight-demo")
    demo = open_demo(root, SystemClock(), fresh=call.options.has("fresh"), say=call.out.say)
    desk = call.sit(demo.workspace, "ana")
    call.out.say(f"the demo is in {root}")
    if demo.waiting:
        call.out.say("to see an export come in, in another terminal:")
        call.out.say(f"cp '{demo.waiting}' '{demo.drop_into}'")
    return _enter(call, desk)


_FOLDERS = (
    "drop", "facts", "formats", "files", "backups", "checklists", "replies", "macros", "playbook",
    "drafts", "outbox", "presence",
)  # fmt: skip
"""The parts of a workspace that are folders, made by whoever needs one first."""
_WRITTEN = ("sla", "rules", "linting")
"""What people may write by hand, a file each."""


def _locate(call: Call) -> int:
    """`spotlight locate`: also where nothing is yet."""
    from screens.ownkeys import own_file

    root = call.root()
    here = (root / "workspace.toml").is_file()
    paths = {
        "workspace": root,
        "settings": root / "workspace.toml",
        "store": root / "store.json",
        "journal": root / "store.journal",
        **{part: root / part for part in _FOLDERS},
        **{name: root / f"{name}.toml" for name in _WRITTEN},
        "keys": own_file(),
        "frames": Path(lastframe.folder()),
    }
    if call.out.mode == "json":
        found: dict[str, Json] = {name: str(path) for name, path in paths.items()}
        call.out.json(found | {"exists": here, "account": account_name(os.getuid())})
    else:
        account = account_name(os.getuid())
        call.out.facts([[*((name, str(p)) for name, p in paths.items()), ("account", account)]])
    if not here:
        raise WorkspaceMissing(f"there is no workspace at {root} yet.")
    return 0


def _fold(call: Call) -> int:
    """`spotlight fold`."""
    report = call.desk().book.store.fold()
    if call.out.mode == "json":
        call.out.json(
            {
                "seq": report.seq,
                "entries": report.entries,
                "documents": report.documents,
                "bytes": report.bytes,
                "set_aside": report.set_aside,
                "reindexed": report.reindexed,
            }
        )
        return 0
    if report.set_aside:
        call.out.say(f"a store.json that wasn't ours is kept as {report.set_aside}")
    if report.reindexed:
        call.out.say("store.index was missing or couldn't be read: it is made again")
    taken = counted(report.entries, "change")
    held = counted(report.documents, "document")
    call.out.tell("folded", f"folded {taken}; the snapshot holds {held}")
    return 0


OPEN = Command(
    "", "", "Open the console; without a terminal, print Today.", _open, most=0, console=True
)
COMMANDS = (
    Command(
        "init",
        "DIR [--shared-account] [--agency NAME] [--zone IANA]",
        "Make a workspace in a new folder; whoever runs this is its lead.",
        _init,
        options=("shared-account", "agency", "zone"),
        most=1,
    ),
    Command(
        "demo",
        "[--as ana|jo|sam] [--fresh]",
        "Open a workspace to try things in, full of made-up shops; --fresh makes it anew.",
        _demo,
        options=("fresh",),
        most=0,
        console=True,
    ),
    Command("locate", "", "Where the workspace and its parts are.", _locate, most=0),
    Command("keys", "", "Which key does what, as the file that changes it.", _keys, most=0),
    Command("fold", "", "Make the journal so far part of the snapshot.", _fold, most=0),
)
