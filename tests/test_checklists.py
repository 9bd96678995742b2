"""Checklists: ours, and those a workspace wrote itself."""

from pathlib import Path

import pytest

from data.checklists.checklist import read_shelf, shipped

OWN = """\
title = "Recap"
version = 3
dated = 2026-11-01
[[groups]]
name = "FIGURES"
[[groups.items]]
text = "every figure has a source"
how = "Trace three of them."
"""
ITEM = OWN[OWN.index("[[groups.items]]") :]


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_ours_says_how_and_where_from() -> None:
    (promo,) = shipped()
    assert [group.name for group in promo.groups] == [
        "PRICING",
        "LINKS AND TRACKING",
        "ELIGIBILITY",
        "COMPLIANCE",
    ]
    assert promo.edition == "promo@1"
    for _, item in promo.items:
        assert item.how.endswith(".")
        assert item.source is None or "2026" in item.source, "a rule is dated"
    assert {item.must for _, item in promo.items} == {True, False}


def test_a_workspaces_own_stands_beside_ours_or_in_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    assert [one.name for one in read_shelf(folder).checklists] == ["promo"]
    write(folder, "recap.toml", OWN)
    write(folder, "promo.toml", OWN)
    write(folder, "notes.txt", "not one")
    shelf = read_shelf(folder)
    assert [one.edition for one in shelf.checklists] == ["promo@3", "recap@3"]
    assert shelf.broken == ()


def test_what_is_wrong_is_named_and_stops_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    write(folder, "promo.toml", OWN.replace("how", "who"))
    write(folder, "recap.toml", OWN)
    shelf = read_shelf(folder)
    assert [one.name for one in shelf.checklists] == ["recap"], "ours isn't what they meant"
    assert len(shelf.broken) == 1
    assert shelf.broken[0].startswith("checklists/promo.toml can't be used: ")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "title =", "a.toml can't be used: Invalid value"),
        ("a.toml", "", "missing required field `title`"),
        ("a.toml", OWN.partition("[[groups]]")[0] + "groups = []", "it has 0 items; 1 to 60 fit"),
        ("a.toml", OWN + ITEM * 60, "it has 61 items; 1 to 60 fit"),
        ("a.toml", OWN.replace("version = 3", "version = 0"), "`$.version`"),
        ("a.toml", OWN + "colour = 'red'", "unknown field `colour`"),
        ("a.toml", OWN + "#" * 1_100_000, "longer than 1 MB"),
        ("Äh.toml", OWN, "small letters, digits and dashes"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, says: str) -> None:
    write(tmp_path, name, text)
    [broken] = read_shelf(tmp_path).broken
    assert says in broken


def test_one_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"title = '\xff'")
    (tmp_path / "b.toml").mkdir()
    used, read = read_shelf(tmp_path).broken
    assert "a.toml can't be used" in used
    assert "b.toml can't be read" in read


def test_hostile_words_are_cleaned_on_the_way_in(tmp_path: Path) -> None:
    text = OWN.replace("every figure", "\\u001b]52;c;aGk=\\u0007every \\u202efigure")
    write(tmp_path, "a.toml", text)
    (_, item), *_ = read_shelf(tmp_path).checklists[0].items
    assert item.text == "every figure has a source"
