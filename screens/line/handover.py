"""`spotlight handover`: what somebody holds, as text for whoever takes it over."""

from console.handover import as_text, held
from console.naming import title
from data.errors import NotFound
from data.records.people import Person
from screens.line.call import Call, Command
from screens.line.shape import instant


def _handover(call: Call) -> int:
    desk = call.desk()
    name = call.words[0].casefold() if call.words else desk.me.name
    if name not in (known := [person.name for person in desk.book.all(Person)]):
        raise NotFound(f"nobody is called “{name}”; there is {', '.join(known)}.")
    if call.out.mode == "json":
        call.out.json(
            [
                {
                    "id": each.record.ref,
                    "title": title(desk, each.record),
                    "why": each.why,
                    "next": instant(each.next) if each.next else None,
                    "promised": list(each.promised),
                }
                for each in held(desk, name)
            ]
        )
        return 0
    for line in as_text(desk, name).splitlines():
        call.out.line(line)
    return 0


COMMANDS = (
    Command(
        "handover",
        "[NAME]",
        "What somebody holds, why, what wakes when, what they promised (notes: “promise: …”).",
        _handover,
        most=1,
    ),
)
