"""The exports we can read, and teaching one more: `formats`."""

import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from console.args import read
from data.errors import UsageError
from data.text import plain
from screens.line.call import Call, Command, file_named
from screens.line.out import Json
from screens.say import NOTHING, counted

if TYPE_CHECKING:
    from console.formats import Lesson
    from data.exports.job import Previewed
    from data.exports.layout import Format
    from data.exports.taught import Taught

_TEACHING = ("becomes", "name", "map", "dates", "market")
_OPTIONS = {"teach": _TEACHING, "add": ("name",)}


def _formats(call: Call) -> int:
    """`spotlight formats [show NAME | add FILE.toml | forget NAME | teach FILE …]`."""
    what, *rest = call.words or ("list",)
    if what not in _WAYS:
        word = plain(what, limit=40)
        raise UsageError(f"formats can't “{word}”; there is {', '.join(_WAYS)}.")
    if what != "teach" and len(rest) > (what != "list"):
        raise UsageError(f"“{plain(rest[-1], limit=40)}” is one word too many: {USAGE}.")
    if any(map(call.options.has, set(_TEACHING) - set(_OPTIONS.get(what, ())))):
        raise UsageError(f"formats {what} takes no such option: {USAGE}.")
    return _WAYS[what](call)


def _list(call: Call) -> int:
    from console.formats import shelf
    from data.exports.recognise import FORMATS

    known = shelf(call.desk().workspace)
    everything: tuple[Format | Taught, ...] = (*FORMATS, *known.taught)
    if call.out.mode == "json":
        call.out.json([_shape(one) for one in everything])
    else:
        head = ("name", "becomes", "columns", "source", "title")
        call.out.table(head, [_row(one) for one in everything], right=("columns",))
    for words in known.broken:
        call.out.say(words)
    return 0


def _show(call: Call) -> int:
    from console.formats import WORDS, find
    from data.exports.layout import Format
    from data.exports.taught import toml

    found = find(call.desk().workspace, call.word(1, "the format's name"))
    if call.out.mode == "json":
        call.out.json(_shape(found))
    elif isinstance(found, Format):
        heading = [("name", found.name), ("title", found.title)]
        call.out.heading([*heading, ("rows", f"becomes {found.becomes}")])
        call.out.line()
        head = ("fact", "header", "holds", "needed")
        rows = [
            (c.fact, c.header, WORDS[c.kind], "needed" if c.needed else NOTHING)
            for c in found.columns
        ]
        call.out.table(head, rows)
    else:
        for line in toml(found).splitlines():
            call.out.line(line)
    return 0


def _add(call: Call) -> int:
    from console.formats import add

    file = file_named(call.word(1, "the file somebody shared"))
    desk = call.desk()
    made = add(desk, file, call.options.value("name"))
    desk.introduce()
    _told(call, made, f"added {made.name}: such files become {made.becomes} from now on")
    return 0


def _forget(call: Call) -> int:
    from console.formats import forget

    name = call.word(1, "the format's name")
    kept = forget(call.desk(), name)
    if call.out.mode == "json":
        call.out.json({"name": name, "kept_as": kept})
    else:
        call.out.tell("forgot", f"forgot {name}; it is kept as formats/{kept}")
    return 0


def _teach(call: Call) -> int:
    file, desk = file_named(call.word(1, "the file")), call.desk()
    said = _mappings(call)
    from console.formats import Layout, begin, look, mapped, save

    becomes, name = call.options.value("becomes"), call.options.value("name")
    told = {n: word for n in ("dates", "market") if (word := call.options.value(n)) is not None}
    layout = read(Layout, told, desk.reading())
    lesson = begin(desk, file, layout, becomes=becomes, name=name, facts=said)
    if call.draws and not said:
        from screens.teach.app import teach

        made = teach(desk, lesson, choose=not call.options.has("becomes"))
        if made is None:
            call.out.say("nothing was taught")
            return 0
    else:
        lesson = mapped(lesson, said)
        seen = look(desk, lesson)
        _preview(call, lesson, seen)
        made = save(desk, lesson, seen)
    desk.introduce()
    again = f"spotlight import {shlex.quote(plain(str(file)))}"
    _told(call, made, f"taught {made.name}; now put the file in again: {again}")
    return 0


def _mappings(call: Call) -> Mapping[str, str]:
    """`--map fact=HEADER fact=HEADER …`: the first behind the option, the others behind that."""
    first, rest = call.options.value("map"), call.words[2:]
    if rest and first is None:
        raise UsageError(f"“{plain(rest[0], limit=40)}” is one word too many: {USAGE}.")
    said: dict[str, str] = {}
    for word in (*([first] if first is not None else []), *rest):
        fact, equals, header = word.partition("=")
        if not equals or not fact.strip() or not header.strip():
            raise UsageError(f"map: “{plain(word, limit=60)}” isn't fact=HEADER.")
        if fact.strip() in said:
            raise UsageError(f"map: {plain(fact, limit=40)} is there twice; once, please.")
        said[fact.strip()] = header
    return said


def _preview(call: Call, lesson: "Lesson", seen: "Previewed") -> None:
    """What was understood, on stderr where stdout is a program's."""

    def say(label: str, words: str) -> None:
        if call.out.mode == "json":
            call.out.say(words)
        else:
            call.out.tell(label, words)

    say("format", f"{lesson.name} becomes {lesson.base.name}")
    for fact, header in lesson.format().columns.items():
        say("column", f"  {fact} = {plain(header)}")
    say("rows", f"of its first {counted(seen.rows, 'row')} {seen.accepted:,} would be accepted")
    for row in seen.first:
        words = f"rejected: {row.refused}" if row.refused else " · ".join(row.cells)
        say("row", f"  line {row.line}  {words}")
    if seen.note:
        say("note", seen.note)


def _told(call: Call, made: "Taught", words: str) -> None:
    if call.out.mode == "json":
        call.out.json(_shape(made))
    else:
        call.out.tell("format", words)


def _row(one: "Format | Taught") -> tuple[str, ...]:
    from data.exports.taught import Taught

    if not isinstance(one, Taught):
        return one.name, one.name, f"{len(one.columns)}", "built in", one.title
    by = f"{one.taught_by or 'somebody'}, {one.taught_on or 'once'}"
    return one.name, one.becomes, f"{len(one.columns)}", by, one.format.title


def _shape(one: "Format | Taught") -> dict[str, Json]:
    """A format as JSON; what a built-in one hasn't is `null`."""
    from data.exports.taught import Taught

    own, known = (one, one.format) if isinstance(one, Taught) else (None, one)
    return {
        "name": one.name,
        "title": known.title,
        "becomes": own.becomes if own else one.name,
        "part": known.becomes,
        "source": "taught" if own else "built in",
        "taught_by": own.taught_by or None if own else None,
        "taught_on": own.taught_on.isoformat() if own and own.taught_on else None,
        "dates": own.dates if own else None,
        "market": own.market if own else None,
        "columns": [
            {"fact": column.fact, "header": column.header, "needed": column.needed}
            for column in known.columns
        ],
    }


_WAYS: Mapping[str, Callable[[Call], int]] = {
    "list": _list,
    "show": _show,
    "add": _add,
    "forget": _forget,
    "teach": _teach,
}
USAGE = "spotlight formats [show NAME | add FILE.toml | forget NAME | teach FILE]"
COMMANDS = (
    Command(
        "formats",
        "[show NAME | add FILE.toml | forget NAME | teach FILE [--map fact=HEADER …]]",
        "The exports we can read; teaches one nobody knows.",
        _formats,
        options=_TEACHING,
        console=True,
        more=(
            ("show NAME", "one of them: a taught one as TOML, to share"),
            ("add FILE.toml", "take in a shared one; --name NAME: under that name"),
            ("forget NAME", "put a taught one aside"),
            ("teach FILE", "name the columns of an export nobody knows, on a screen"),
            ("--becomes orders", "what its rows are, as the formats' names say"),
            ("--name NAME", "what to call it; unsaid, after the file"),
            ("--map fact=HEADER …", "name columns without a screen; facts: formats show orders"),
            ("--dates day-first", "which comes first in its dates; unsaid, the cells must tell"),
            ("--market US", "the market whose layout it is, if it belongs to one"),
        ),
    ),
)
