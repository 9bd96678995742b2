"""The table of verbs: ids, names, and what they need."""

import pytest

from console.args import fields
from console.desk import Desk
from console.table import LISTINGS, SHORT, VERBS, creator_of, find, verb_for
from data.errors import NotFound, UsageError
from data.records.actions import Action
from data.records.clients import Client
from data.records.runs import Check, Run


def test_every_verb_is_whole() -> None:
    for id, verb in VERBS.items():
        assert verb.id == id
        listed = LISTINGS[id.partition(".")[0]].kind
        assert verb.kind is listed or (listed, verb.kind) == (Run, Check), "an item is its run's"
        assert sum(way is not None for way in (verb.do, verb.make, verb.carry, verb.steps)) == 1
        assert verb.help.endswith(".")
        assert all(field.arg.help for field in fields(verb.args))


def test_each_list_has_one_name_and_one_way_to_begin() -> None:
    for name, listing in LISTINGS.items():
        assert name == listing.name
        assert sum(v.creates and v.kind is listing.kind for v in VERBS.values()) < 2
    assert creator_of(LISTINGS["actions"]) is VERBS["actions.new"]
    assert creator_of(LISTINGS["people"]) is None


def test_short_names_lead_to_the_records_own_verb() -> None:
    assert {"claim", "edit", "done"} <= SHORT
    assert "new" not in SHORT
    assert verb_for("edit", Action(title="x")) is VERBS["actions.edit"]
    client = Client(title="x", slug="x", market="US", currency="USD", zone="UTC")
    assert verb_for("edit", client) is VERBS["clients.edit"]
    with pytest.raises(UsageError, match="L0 can't be “claim”; it has edit"):
        verb_for("claim", client)


@pytest.mark.parametrize(
    "ref", ["A1", "a1", "A999999999", "A01x", "A", "", "Z9", "A١", "A" + "9" * 5000]
)
def test_a_typed_id_that_is_nothing(desk: Desk, ref: str) -> None:
    with pytest.raises(NotFound):
        find(desk, ref)
