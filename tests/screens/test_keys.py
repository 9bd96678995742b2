"""The keys everybody knows, in every pane; and whoever tells of verbs tells of all there are."""

from console.desk import Desk
from console.table import VERBS
from screens.help import Help
from screens.keymap import help_of, in_force, key_of, shipped, spoken
from screens.line.commands import everything
from screens.ownkeys import RESERVED
from screens.palette import offers
from screens.panes import PANES, SIDE_PANES
from tests.conftest import Spotlight
from tests.docs import README
from tests.screens.conftest import Open, Sitting

EVERYWHERE = {
    "1": "pane.today", "2": "pane.inbox", "3": "pane.tickets", "4": "pane.actions",
    "5": "pane.qa", "6": "pane.clients", "7": "pane.rhythm", "8": "pane.library",
    "j": "list.down", "k": "list.up", "g": "list.first", "G": "list.last",
    "down": "list.down", "up": "list.up", "enter": "list.open", "escape": "list.back",
    "x": "list.mark", "slash": "list.find", "f": "list.query", "R": "list.reorder",
    "y": "list.copy", "u": "desk.undo", "U": "desk.redo", "colon": "desk.palette",
    "ctrl+p": "desk.palette", "question_mark": "desk.help", "q": "desk.quit",
}  # fmt: skip
VERBS_OF = {"n": {"new"}, "e": {"done", "close", "resolve"}, "z": {"snooze"}, "a": {"assign"}}
"""What these keys do to whatever a pane lists: nothing else anywhere."""
OWN = {
    "inbox": {"c": "inbox.claim", "r": "inbox.reply", "N": "inbox.note", "w": "inbox.waiting",
              "z": "inbox.snooze", "e": "inbox.resolve", "a": "inbox.assign", "n": "inbox.new"},
    "tickets": {"e": "tickets.close", "a": "tickets.assign", "n": "tickets.new"},
    "actions": {"e": "actions.done", "a": "actions.assign", "n": "actions.new"},
    "qa": {"space": "qa.pass", "minus": "qa.fail", "0": "qa.skip", "v": "qa.evidence",
           "c": "qa.recheck", "s": "qa.sign", "n": "qa.new"},
    "clients": {"n": "clients.new"},
}  # fmt: skip
TO_COME = {
    "inbox": {"exclamation_mark": "inbox.escalate", "i": "inbox.clocks",
              "apostrophe": "inbox.slots"},
}  # fmt: skip
"""Keys kept free for what isn't built yet."""


def bound(person: Sitting) -> dict[str, str | None]:
    """What each key leads to now, by its id."""
    active = person.app.screen.active_bindings
    return {key: found.binding.id for key, found in active.items() if found.enabled}


async def go_to(person: Sitting, name: str) -> None:
    """To that pane's list."""
    await person.app.action_pane(name)
    await person.until(lambda: person.app.current_mode == name and not person.app.pane.stale)


def holds(person: Sitting) -> None:
    """Fail where a key leads elsewhere than it should in the pane shown."""
    here, name = bound(person), person.app.current_mode
    due = EVERYWHERE | OWN.get(name, {})
    assert {key: here.get(key) for key in due} == due, name
    for key, verbs in VERBS_OF.items():
        assert key not in here or str(here[key]).partition(".")[2] in verbs, name
    for key, id in TO_COME.get(name, {}).items():
        assert here.get(key) in (None, id), f"{key} is kept for {id}"


async def test_the_reserved_keys_in_every_pane(agency: Desk, console: Open) -> None:
    async with console(agency) as ana:
        for name in (*PANES, *SIDE_PANES):
            await go_to(ana, name)
            holds(ana)
            await ana.press("enter")
            await ana.until(lambda: ana.app.screen is ana.app.pane)
            holds(ana)


def test_a_person_is_told_who_moves_one_of_them() -> None:
    assert {*EVERYWHERE, *VERBS_OF} - {"down", "up", "ctrl+p"} == RESERVED


async def test_help_tells_each_verb_and_key_of_the_pane(agency: Desk, console: Open) -> None:
    async with console(agency) as ana:
        for name in (*PANES, *SIDE_PANES):
            await go_to(ana, name)
            await ana.press("question_mark")
            shown = ana.app.screen
            assert isinstance(shown, Help)
            await ana.until(lambda page=shown.page: bool(page.text))  # type: ignore[misc]
            tells_all(" ".join(shown.page.text.split()), ana.app.pane.SECTIONS)
            await ana.press("escape")


def tells_all(text: str, sections: tuple[str, ...]) -> None:
    """Fail where a help leaves something out."""
    for id, verb in VERBS.items():
        section = id.partition(".")[0]
        if section in sections:
            keys = in_force()[section].get(id)
            begins = " ".join(map(spoken, keys.split(","))) if keys else f": {verb.label}"
            assert f"{begins} {verb.help}" in text
    for section in ("list", "everywhere"):
        for id, keys in shipped()[section].items():
            assert f"{' '.join(map(spoken, keys.split(',')))} {help_of(id)}" in text


async def test_the_palette_tells_every_verb(agency: Desk, console: Open) -> None:
    async with console(agency) as ana:
        assert set(VERBS) <= {offer.id for offer in offers(ana.app.pane)}


def test_the_readme_tells_every_verb_that_has_a_key() -> None:
    text = README.read_text("utf-8")
    for id, verb in VERBS.items():
        if key := key_of(id):
            row = f"**{verb.label}**: {verb.help} |"
            assert any(row in line and f"`{key}`" in line for line in text.splitlines()), id


def test_the_line_tells_every_verb(spotlight: Spotlight) -> None:
    told = {command.name: command for _, commands in everything() for command in commands}
    for id, verb in VERBS.items():
        command = told[f"{id.partition('.')[0]} new" if verb.creates else verb.short]
        assert verb.help in (command.help, *(meaning for _, meaning in command.more)), id
    printed = " ".join(spotlight("help").stdout.split())
    for name, command in told.items():
        assert f"{name} {' '.join(command.help.split())}" in printed
