"""What is wrong in a file somebody wrote by hand is said with its line."""

from pathlib import Path

import pytest

from data.errors import RefusalError
from data.rules import read_rules
from data.sla import Sla, read_sla
from data.toml import read_toml

RULE = """\
[[rules]]
id = "sample.content"
value = {value}
unit = "days"
says = "A creator posts within so long."
source = "us"
checked_on = 2026-08-31
"""
SLA = """\
# what we promise
dated = 2026-11-01
source = "us"

[calendars.office.week]
mon = ["09:00-18:00"]

[[policies]]
name = "all"
first_reply = "2h"

[[policies]]
name = "usual"
calendar = "office"
first_reply = "4h"
resolution = "8h"
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"4h"', '"soon"', "line 12: usual.first_reply: write 30m, 4h or 2d"),
        ('"8h"', '"1h"', "line 12: usual: resolution is promised before the first reply"),
        ('"8h"', "8", "line 16: Expected `str | null`, got `int`"),
        ('resolution = "8h"', 'resolved = "8h"', "line 16: Object contains unknown field"),
        ('= "office"', '= "night"', "there is no calendar night"),
        ('["09:00-18:00"]', '["09:00"]', "line 5: "),
        ("dated = 2026-11-01", "dated = 3", "line 2: Expected `date`"),
        ('"8h"', "", "Invalid value (at line 16"),
    ],
)
def test_promises_that_cannot_be_used(tmp_path: Path, before: str, after: str, says: str) -> None:
    file = tmp_path / "sla.toml"
    file.write_text(SLA, "utf-8")
    assert read_toml(file, Sla).policies[1].name == "usual"
    file.write_text(SLA.replace(before, after), "utf-8")
    wrong = read_sla(file)[1] or ""
    assert wrong.startswith("sla.toml can't be used: "), wrong
    assert says in wrong


def test_two_rules_that_contradict_each_other(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(RULE.format(value=10) + RULE.format(value=10), "utf-8")
    assert read_rules(file).wrong is None
    file.write_text(RULE.format(value=10) + RULE.format(value=12), "utf-8")
    assert (read_rules(file).wrong or "").startswith(
        "rules.toml can't be used: line 8: sample.content is there twice, as 10 and as 12"
    )
    later = RULE.format(value=12) + "since = 2027-01-01\n"
    file.write_text(RULE.format(value=10) + later, "utf-8")
    assert read_rules(file).wrong is None
    assert len(read_rules(file).known) > 2


def test_a_rule_nobody_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    misspelt = RULE.format(value=12).replace("sample.content", "sample.contents")
    file.write_text(RULE.format(value=10) + misspelt, "utf-8")
    assert (read_rules(file).wrong or "").startswith(
        "rules.toml can't be used: line 9: no rule is called sample.contents; did you mean"
        " sample.content?"
    )


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("US", None),
        ("US-CA", None),
        ("XX", "line 6: holidays: nobody knows those of XX"),
        ("US-CO1", "line 6: holidays: nobody knows those of US-CO1; did you mean US-CO?"),
    ],
)
def test_holidays_of_a_place_there_is(tmp_path: Path, place: str, says: str | None) -> None:
    file = tmp_path / "sla.toml"
    office = f'[calendars.office]\nholidays = "{place}"\n[calendars.office.week]'
    file.write_text(SLA.replace("[calendars.office.week]", office), "utf-8")
    wrong = read_sla(file)[1]
    assert wrong is None if says is None else says in (wrong or "")


def test_what_is_no_table_has_a_line_too(tmp_path: Path) -> None:
    file = tmp_path / "sla.toml"
    file.write_text("\n\npolicies = 1\n", "utf-8")
    with pytest.raises(RefusalError, match="can't be used: line 3: Expected `array`, got `int`"):
        read_toml(file, Sla)
