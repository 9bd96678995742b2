"""Who is doing it: the person behind this process, as each change records it."""

import os
import pwd
import re

import msgspec

from data.errors import UsageError
from data.text import plain

VERSION = "0.1.0"
_NAME = re.compile(r"(?=.*[^\W_])[\w.-]{1,32}")  # with a letter or digit in it
_DOMAIN = re.compile(r"[@\\+]")
"""What directory services put between a person and their domain: `ana@corp`, `CORP\\ana`."""


class Author(msgspec.Struct, frozen=True):
    """The person and session written into each journal line."""

    name: str
    """The person's short name."""
    uid: int
    """The Unix account, which can't be chosen."""
    session: str
    """One run of the program; `u` takes back this session's changes."""
    origin: str | None = None
    """Where the SSH connection came from (`SSH_CONNECTION`), if any."""
    version: str = VERSION
    """The program's version."""


def account_name(uid: int) -> str:
    """The account's login name as a person's short name. Never from `$USER`.

    `uid1000` when the box knows none, or one that nobody could type.
    """
    try:
        return person_name(pwd.getpwuid(uid).pw_name)
    except (KeyError, UsageError):
        return f"uid{uid}"


def author(
    as_name: str | None = None, *, shared_account: bool = False, session: str | None = None
) -> Author:
    """The author of this process's changes.

    `as_name` is what `--as` said; `session` names the session it belongs to, unsaid a new one.
    Raises `UsageError` where the workspace gives each person an
    account of their own, so that nobody signs for somebody else.
    """
    uid = os.getuid()
    if as_name is not None and not shared_account:
        raise UsageError(
            "--as works only in a workspace made with `spotlight init --shared-account`;"
            f" here you are {account_name(uid)}, by your account."
        )
    name = person_name(as_name) if as_name is not None else account_name(uid)
    return Author(
        name=name,
        uid=uid,
        session=session or os.urandom(6).hex(),
        origin=plain(os.environ.get("SSH_CONNECTION", ""), limit=100) or None,
    )


_RESERVED = frozenset({"me", "nobody", "none", "never", "all"})
"""Words that queries and fields understand."""


def person_name(text: str) -> str:
    """`text` as a person's short name: lower case, one word; a domain stays with a dash.

    Raises `UsageError` for a text that can't be one.
    """
    name = _DOMAIN.sub("-", plain(text).casefold()).strip("-")
    if name in _RESERVED:
        raise UsageError(f"“{name}” means something here, so nobody can be called that.")
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{plain(text, limit=40)}” can't be a person's name: one word, please.")
    return name
