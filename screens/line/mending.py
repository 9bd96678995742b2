"""`spotlight doctor --repair` and `--adopt FILE`: shown first, then asked, then done."""

from collections import Counter
from itertools import groupby

from console.mending import Look, adopt, look, repair, repair_plan
from data.clock import SystemClock
from data.store.repair import Repair
from data.workspace import Workspace
from screens.line import shape
from screens.line.asking import make_sure
from screens.line.call import Call, file_named
from screens.line.out import Json
from screens.say import counted

_NAMED = 5
"""How many of many are named."""


def run_repair(call: Call) -> int:
    """`spotlight doctor --repair [--yes]`: works where the store can't be opened, too."""
    workspace = Workspace.open(call.root())
    planned = repair_plan(workspace)
    asked = bool(planned.steps) and not call.options.has("yes")
    if not planned.steps or asked:
        _tell_repair(call, planned, None)
    if not planned.steps:
        return 0
    make_sure(call, "back up first, then do that?", "nothing was done")
    done, backup = repair(workspace, SystemClock())
    _tell_repair(call, done, str(backup.path))
    call.desk()  # whether it can be opened again is said by opening it
    return 0


def _tell_repair(call: Call, told: Repair, backup: str | None) -> None:
    out, aside = call.out, str(told.aside) if told.aside else None
    if out.mode == "json":
        steps, lost = [*told.steps], [*told.lost]
        out.json({"steps": steps, "lost": lost, "done": bool(aside), "backup": backup,
                  "aside": aside})  # fmt: skip
        return
    if not told.steps:
        out.facts([[("repair", "nothing is damaged; nothing was done")]])
        return
    does = "did" if aside else "would"
    facts = [(does, step) for step in told.steps]
    facts += [("lost", each) for each in told.lost or ("nothing",)]
    facts += [("backup", backup)] if backup else []
    facts += [("aside", aside)] if aside else []
    out.facts([facts])


def run_adopt(call: Call, word: str) -> int:
    """`spotlight doctor --adopt FILE [--yes]`."""
    file, desk = file_named(word), call.desk()
    looked = look(desk, file)
    asked = bool(looked.touched) and not call.options.has("yes")
    if not looked.touched or asked:
        _tell_look(call, looked)
    if not looked.touched:
        return 0
    make_sure(call, "back up first, then take that over?", "nothing was taken over")
    done = adopt(desk, file)
    backup = str(done.backup.path)
    if call.out.mode == "json":
        call.out.json(_as_json(done.look) | {"done": True, "backup": backup})
        return 0
    if not asked:
        _tell_look(call, done.look)
    parts = f" (in {done.entries} changes: it was too much for one)" if done.entries > 1 else ""
    taken = counted(len(done.look.touched), "document")
    call.out.facts([[("took over", f"{taken}{parts}"), ("backup", backup)]])
    return 0


def _tell_look(call: Call, looked: Look) -> None:
    if call.out.mode == "json":
        call.out.json(_as_json(looked) | {"done": False, "backup": None})
        return
    since = looked.since
    than = "what is here now: it doesn't say when it was made, or is another workspace's"
    facts = [("compared with", than if since is None else f"change {since}, when it was made")]
    for table, group in groupby(looked.touched, key=lambda each: each.table):
        touched = list(group)
        counts = Counter(each.how for each in touched)
        facts.append((table, ", ".join(f"{number:,} {how}" for how, number in counts.items())))
        facts += [(each.how, f"{each.ref} {each.name}".rstrip()) for each in touched[:_NAMED]]
        if len(touched) > _NAMED:
            facts.append(("and", f"{len(touched) - _NAMED:,} more"))
    facts += [("left as it is", each) for each in looked.left]
    if looked.missing:
        which = "which stays" if looked.missing == 1 else "which stay"
        facts.append(("missing from it", f"{counted(looked.missing, 'document')}, {which}"))
    if not looked.touched:
        facts.append(("adopt", "nothing in it is new; nothing was done"))
    call.out.facts([facts])


def _as_json(looked: Look) -> dict[str, Json]:
    return {
        "since": looked.since,
        "changes": [shape.value(each) for each in looked.touched],
        "left": [*looked.left],
        "missing": looked.missing,
    }
