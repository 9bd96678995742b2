"""Each pane as it is drawn, held against pictures somebody looked at: `make snapshots` redraws."""

import re

import pytest

from console.desk import Desk
from screens.look import LOOKS, choose
from tests.screens.conftest import Open, Sitting
from tests.screens.picture import KEPT, Screenful, difference, settled, side_by_side, words

SMALL, *WIDE = (80, 24), (120, 36), (200, 50)
PANES = ("today", "inbox", "tickets", "actions", "qa", "clients", "imports")
DOWN = {"inbox": "jj", "imports": "j"}
"""The way to the record that is opened there."""
WHOLE = {name: f"{name}-whole" for name in PANES[1:]} | {"inbox": "inbox-thread", "qa": "qa-items"}
"""What a pane with a record open is called."""
NAMES = (*PANES, *WHOLE.values(), "help")


async def go_to(person: Sitting, name: str) -> None:
    """To that pane's list."""
    await person.app.action_pane(name)
    await person.until(lambda: person.app.current_mode == name and not person.app.pane.stale)
    await person.press(*DOWN.get(name, ""))


async def walk(person: Sitting) -> dict[str, Screenful]:
    """Every pane, its list and a record of it, and the help of the last."""
    await person.until(lambda: bool(re.search(r"QA 2 .*ana (\+2|· jo, sam)", top(person))))
    pictures: dict[str, Screenful] = {}
    for name in PANES:
        await go_to(person, name)
        pictures[name] = await settled(person)
        if name in WHOLE:
            await person.press("enter")
            pictures[WHOLE[name]] = await settled(person)
            await person.press("escape")
            assert words(await settled(person)) == words(pictures[name]), f"{name}: back again"
    await person.press("question_mark")
    pictures["help"] = await settled(person)
    return pictures


def top(person: Sitting) -> str:
    """The top line."""
    return person.app.pane.top.render_line(0).text


def hold(found: dict[str, list[str]]) -> None:
    """Fail where these aren't the kept pictures."""
    changes = [line for name, lines in found.items() for line in difference(name, lines)]
    if changes:
        said = "if that is meant, `make snapshots` keeps them; look at each one first"
        pytest.fail("\n".join([*changes, "", said]), pytrace=False)


@pytest.mark.parametrize("size", [SMALL, *WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_panes_look_as_somebody_found_right(
    agency: Desk, console: Open, size: tuple[int, int]
) -> None:
    async with console(agency, size=size) as ana:
        pictures = await walk(ana)
    for name, picture in pictures.items():
        assert {strip.cell_length for strip in picture} == {size[0]}, name
        assert len(picture) == size[1], name
        if name != "help":
            first, *_, last = words(picture)
            assert last.endswith(" ? keys")
            label = "QA" if name.startswith("qa") else name.partition("-")[0].title()
            assert re.fullmatch(rf"[^▌]*▌(\d:)?{label}\b[^▌]*", first), "the pane one is in"
    hold({f"{name}-{size[0]}x{size[1]}": words(picture) for name, picture in pictures.items()})


async def test_every_look_tells_the_same_apart(
    agency: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: dict[str, dict[str, Screenful]] = {}
    for look in (*LOOKS, "NO_COLOR"):
        if look == "NO_COLOR":
            monkeypatch.setenv("NO_COLOR", "1")
        else:
            choose("ana", look)
        async with console(agency, size=SMALL) as ana:
            looks[look] = await walk(ana)
    for name in NAMES:
        assert len({tuple(words(pictures[name])) for pictures in looks.values()}) == 1, name
    hold({
        f"{name}-looks": side_by_side({look: pictures[name] for look, pictures in looks.items()})
        for name in NAMES
    })  # fmt: skip


def test_no_kept_picture_is_of_nothing() -> None:
    kinds = [*(f"{width}x{height}" for width, height in (SMALL, *WIDE)), "looks"]
    assert {file.stem for file in KEPT.iterdir()} == {
        *(f"{name}-{kind}" for name in NAMES for kind in kinds),
        "context-200x50",
    }
