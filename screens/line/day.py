"""Today as text, where there is no terminal to draw it on."""

from console.desk import Desk
from console.imports import summary
from console.today import today
from data.records.actions import Action
from data.records.imports import Import
from screens.line import shape, tables
from screens.line.out import Out
from screens.say import age, due_words

HEAD = ("id", "when", "who", "client", "what")


def print_today(out: Out, desk: Desk) -> None:
    """Everybody's day: what is overdue, due, and new."""
    items = today(desk, everyone=True)
    if out.mode == "json":
        out.json([{"section": i.section, **shape.record(desk, i.record)} for i in items])
        return
    now = desk.clock.now().astimezone(desk.zone)
    out.line(f"Today at {desk.workspace.settings.agency}, {now:%a} {now.day} {now:%b %H:%M %Z}")
    if not items:
        out.line("Nothing is on fire, nothing is due, nothing new came in.")
    for section in dict.fromkeys(item.section for item in items):
        out.line()
        out.line(section)
        out.table(HEAD, [_row(desk, i.record) for i in items if i.section == section])


def _row(desk: Desk, record: Action | Import) -> tuple[str, ...]:
    client = desk.client_slug(record.client) or tables.NOTHING
    if isinstance(record, Action):
        when, who = due_words(record.due, desk.day_at(record.client)), record.owner or "nobody"
        return record.ref, when, who, client, record.title
    when = age(record.created_at, desk.clock.now())
    return record.ref, when, record.created_by, client, summary(record)
