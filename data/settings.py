"""What a workspace is set to: `workspace.toml`, read once at start."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from data.errors import StoreError

Routing = Literal["turn", "load"]
"""Who is handed the next conversation: whose turn it is, or whoever has least to do."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of one workspace. What isn't written has the value here."""

    agency: str = "Spotlight"
    zone: str = "America/Los_Angeles"
    """IANA name: the agency's zone, for what belongs to no client."""
    close_of_business: time = time(18, 0)
    """When a due date's day ends, in the client's zone (else the agency's)."""
    shared_account: bool = False
    """Several people on one Unix account: `--as NAME` says who."""

    fewest_orders: int = 20
    """A percentage is shown only when at least so many orders stand behind it."""

    away_minutes: Annotated[int, msgspec.Meta(ge=0)] = 10
    """Minutes without a key after which the others read that a person is away. 0: never."""

    keep_done_days: Annotated[int, msgspec.Meta(ge=0)] = 90
    """Days imported files are kept in `done/`; they hold buyers' data. 0: for ever.

    A quarter: long enough for late returns to be looked up in the export itself. Nothing is ever
    deleted by us: `spotlight doctor` says what is older and how a lead deletes it.
    """

    routing: Routing = "turn"
    """How `route` hands conversations out."""

    largest_file_mb: Annotated[int, msgspec.Meta(ge=1)] = 50
    """The biggest file that can be attached to a record, in millions of bytes."""

    def __post_init__(self) -> None:
        zone_named(self.zone)


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name. Raises `ValueError` naming it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # `America` is a folder
        raise ValueError(f"no time zone is called “{name}”") from error


def read_settings(path: Path) -> Settings:
    """The settings in that file. Raises `StoreError` naming file and key."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path} can't be used: {error}. Mend that line and start again."
        ) from None


def settings_text(settings: Settings) -> str:
    """`settings` as the text of a `workspace.toml`, with a word on each."""
    return (
        f"# The settings of this Spotlight workspace.\n"
        f"agency = {_toml(settings.agency)}\n"
        f"# the agency's time zone (IANA name); each client has its own\n"
        f"zone = {_toml(settings.zone)}\n"
        f"# a date-only due ends at this hour, in the client's zone\n"
        f"close_of_business = {settings.close_of_business.isoformat()}\n"
        f"# several people on one Unix account, told apart by --as NAME\n"
        f"shared_account = {str(settings.shared_account).lower()}\n"
        f"# minutes without a key after which the others read that somebody is away (0: never)\n"
        f"away_minutes = {settings.away_minutes}\n"
        f"# days that imported files, which hold buyers' data, are kept in done/ (0: for ever);\n"
        f"# nothing is deleted by itself: `spotlight doctor` says what is older\n"
        f"keep_done_days = {settings.keep_done_days}\n"
        f"# how route hands out what nobody has: in turn, or by load (who has least to do)\n"
        f"routing = {_toml(settings.routing)}\n"
        f"# the biggest file that can be attached to a record, in MB\n"
        f"largest_file_mb = {settings.largest_file_mb}\n"
    )


def _toml(text: str) -> str:
    return msgspec.json.encode(text).decode()  # a TOML basic string is a JSON string
