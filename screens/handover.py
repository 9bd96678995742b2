"""What somebody holds, to hand over: a page to read, and the same as text on the clipboard."""

from console.desk import Desk
from console.handover import as_text, held
from console.naming import title
from screens.frame.sheet import Column, Sheet
from screens.hands import Stage
from screens.keymap import press
from screens.say import moment
from screens.tracing.page import SheetPage

_COLUMNS = (Column("id"), Column("what", gives=True), Column("why"), Column("next"),
            Column("promised", gives=True))  # fmt: skip


async def show_handover(desk: Desk, stage: Stage) -> None:
    """What I hold; copied as text, too."""
    stage.copy_to_clipboard(as_text(desk, desk.me.name))
    stage.say(f"copied as text · {press('people.relieve')} hands all of it to somebody", "dim")
    await stage.answer(SheetPage(f"What {desk.me.name} holds", lambda: [_sheet(desk)]))


def _sheet(desk: Desk) -> Sheet:
    rows = tuple(
        (
            each.record.ref,
            title(desk, each.record),
            each.why,
            moment(each.next, desk.zone) if each.next else "–",
            "; ".join(each.promised),
        )
        for each in held(desk, desk.me.name)
    )
    notes = () if rows else ("nothing",)
    return Sheet("what comes next first", _COLUMNS, rows, notes)
