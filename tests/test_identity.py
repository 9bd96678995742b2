"""Accounts and typed names are the same people."""

import os
import pwd

import pytest

from data.errors import UsageError
from data.identity import account_name, author, person_name


def called(login: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What an account of that login name is called here."""
    account = pwd.struct_passwd((login, "x", 1000, 1000, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: account)
    return account_name(1000)


@pytest.mark.parametrize(
    ("login", "name"),
    [
        ("ana", "ana"),
        ("Ana", "ana"),
        ("ana@corp", "ana-corp"),
        ("CORP\\ana", "corp-ana"),
        ("ana.lópez_2", "ana.lópez_2"),
    ],
)
def test_an_account_is_called_as_somebody_would_type_it(
    login: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(login, monkeypatch) == name
    assert person_name(login) == name
    assert person_name(name) == name
    assert author().name == name


@pytest.mark.parametrize(
    "login", ["", "  ", "two words", "a/b", "\x1b[2J", "a" * 33, "@", "---", ".."]
)
def test_an_account_nobody_could_type_is_a_number(
    login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(login, monkeypatch) == "uid1000"
    with pytest.raises(UsageError, match="can't be a person's name"):
        person_name(login)


def test_an_account_the_box_does_not_know_is_a_number() -> None:
    assert account_name(2**31 - 9) == f"uid{2**31 - 9}"
    assert os.getuid() == author().uid
