"""What people write by hand: files that can't be used."""

from collections.abc import Iterator

from console.desk import Desk
from console.doctor.check import Check
from data.answers import read_macros, read_playbook, read_replies
from data.checklists.checklist import read_shelf
from data.linting import read_lints
from data.rules import read_rules
from data.sla import read_sla


def look(desk: Desk) -> Iterator[Check]:
    """Look at replies, macros, playbook, checklists, promises, rules and lists of words."""
    root, me = desk.workspace.root, desk.me.name
    single = (
        read_sla(root / "sla.toml")[1],
        read_rules(root / "rules.toml").wrong,
        read_lints(root / "linting.toml").wrong,
    )
    wrong = [
        *(problem for problem in single if problem),
        *read_replies(root, me).broken,
        *read_macros(root, me).broken,
        *read_playbook(root).broken,
        *read_shelf(desk.workspace.checklists).broken,
    ]
    for problem in wrong:
        yield Check("written by hand", "warn", problem, "until then ours stands in, or none")
    if not wrong:
        yield Check("written by hand", "ok", "every file of yours can be used")
