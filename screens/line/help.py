"""The help, made of the table of commands."""

from collections.abc import Sequence

from data.errors import UsageError
from data.text import plain
from screens.line.commands import everything, find, names
from screens.line.examples import OF_COMMANDS
from screens.line.out import Fact, Out
from screens.line.words import Words, mode_of, nearest

ON_VERBS = "on a verb"
FOOT: Sequence[Fact] = (
    ("anywhere", "--workspace DIR, --json or --plain, --as NAME (on a shared account)"),
    (ON_VERBS, "--if-rev N: only if nobody changed what it sets since that revision"),
    (
        "exit code",
        "0 done, 1 refused, 2 wrong usage, 3 the store can't be used, 4 done, not printed",
    ),
)


def show_help(words: Words) -> int:
    """`spotlight help`, `spotlight help WORD`, `spotlight WORD --help`."""
    out = Out(mode_of(words))
    if out.mode == "json":
        raise UsageError("the help is for people: there is none as JSON.")
    asked = words.words[1:] if words.words[:1] == ("help",) else words.words
    if asked:
        _one(out, tuple(part for word in asked for part in word.split()))
        return 0
    out.line("Spotlight: the console of a TikTok Shop agency. `spotlight` opens it.")
    for heading, commands in everything():
        out.line()
        out.tell("kind", heading)
        out.facts([[(f"  {one.name}", one.help) for one in commands]])
    out.line()
    out.tell("more", "spotlight help WORD says more on each.")
    out.facts([FOOT])
    return 0


def _one(out: Out, asked: tuple[str, ...]) -> None:
    found = find(asked)
    if found is None:
        word = plain(asked[0], limit=40)
        raise UsageError(f"“{word}” is no command{nearest(asked[0], names(), mark='')}")
    command, _ = found
    out.tell("usage", f"spotlight {command.name} {command.usage}".rstrip())
    out.tell("does", command.help)
    if command.more:
        out.line()
        out.facts([[(f"  {word}", meaning) for word, meaning in command.more]])
    out.line()
    foot = [fact for fact in FOOT if fact[0] != ON_VERBS or "if-rev" in command.options]
    own = [OF_COMMANDS[command.name]] if command.name in OF_COMMANDS else command.examples
    out.facts([[*(("example", f"spotlight {example}") for example in own), *foot]])
