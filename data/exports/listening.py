"""Listening: what a file of conversations says, message by message.

Only the child process does this: a file may be huge, or meant to harm.
"""

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from data.errors import ImportRefused, Unsure
from data.exports.job import REJECTS, Reject
from data.exports.lines import Lines
from data.exports.rejects import Rejects
from data.exports.talk import CHATS, COLUMNS, SAID, Heard, Listen, Word
from data.text import plain

_LONGEST_HANDLE = 300
_LONGEST_CELL = 64 << 20
_SHOWN = 40
_WAYS = {
    **dict.fromkeys(("in", "inbound", "received", "creator", "them"), False),
    **dict.fromkeys(("out", "outbound", "sent", "us"), True),
}


class _Bad(Exception):
    """A row that can't be taken: column, value, reason."""


_Row = tuple[int, dict[str, str] | _Bad]


class _Message(msgspec.Struct):
    """One message as TikTok writes it."""

    date: str = msgspec.field(name="Date", default="")
    sender: str = msgspec.field(name="From", default="")
    content: str = msgspec.field(name="Content", default="")


def listen(task: Listen) -> Heard:
    """Read the task's file into its work folder. Raises `ImportRefused`, `Unsure`, `OSError`."""
    path, work = Path(task.file), Path(task.work)
    personal = _personal(path)
    words = _of_rows(_rows(path), task) if personal is None else _of_chats(personal, task)
    count, latest = 0, None
    encoder = msgspec.json.Encoder()
    with closing(Rejects(work / REJECTS)) as rejects, (work / SAID).open("wb") as said:
        for word in words:
            if isinstance(word, Reject):
                rejects.add([word])
                continue
            count += 1
            latest = max(latest or word.at, word.at)
            said.write(encoder.encode(word) + b"\n")
    if not count:
        why = f": {rejects.first[0].reason}" if rejects.first else ""
        raise ImportRefused(f"no message in it can be read{why}.")
    return Heard(
        format="messages" if personal is None else "tiktok data",
        rows=count + rejects.count,
        accepted=count,
        rejected=rejects.count,
        rejects=tuple(rejects.first),
        latest=latest,
    )


# -- a file of ours -------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[_Row]:
    """Each record by its line, as a CSV or as JSON lines."""
    with path.open("rb") as file:
        if file.read(64).decode("utf-8-sig", "ignore").lstrip().startswith("{"):
            file.seek(0)
            yield from _json_lines(file.read().decode("utf-8-sig", "replace"))
            return
    csv.field_size_limit(_LONGEST_CELL)
    with closing(Lines(path)) as lines:
        names: list[str] = []
        for line, row in lines:
            if not names:
                names = [plain(cell).casefold() for cell in row]
            elif any(map(str.strip, row)):
                yield line, dict(zip(names, row, strict=False))


def _json_lines(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _json_line(line)


def _json_line(line: str) -> dict[str, str] | _Bad:
    """What a line says by the columns, or why it can't be read."""
    try:
        parts: object = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return _Bad("", "", "it is no JSON")
    if not isinstance(parts, dict):
        return _Bad("", "", "it is JSON, but not keys with what each holds: {…}")
    row = {column: parts[column] for column in COLUMNS if parts.get(column) is not None}
    for column, value in row.items():
        if not isinstance(value, str):
            shown = plain(str(value), limit=_SHOWN)
            return _Bad(column, shown, "it is no text: put it in quotes")
    return row


def _of_rows(rows: Iterator[_Row], task: Listen) -> Iterator[Word | Reject]:
    zone = ZoneInfo(task.zone)
    for line, row in rows:
        try:
            if isinstance(row, _Bad):
                raise row
            yield _word(row, zone)
        except _Bad as bad:
            column, value, reason = bad.args
            yield Reject(line=line, column=column, value=value, reason=reason)


def _word(row: dict[str, str], zone: ZoneInfo) -> Word:
    for column in COLUMNS:
        if not row.get(column, "").strip():
            raise _Bad(column, "", "it is empty")
    way = plain(row["direction"]).casefold()
    if way not in _WAYS:
        raise _Bad("direction", plain(way, limit=_SHOWN), "say in or out")
    text = plain(row["text"], lines=True)
    if not text.strip():
        raise _Bad("text", "", "nothing in it can be shown")
    return Word(
        thread=plain(row["conversation_id"], limit=100),
        creator=_handle("creator", row["creator"]),
        outbound=_WAYS[way],
        text=text,
        at=_time("time", row["time"], zone),
    )


def _handle(column: str, text: str) -> str:
    handle = plain(text).removeprefix("@").casefold()
    if not handle or len(handle) > _LONGEST_HANDLE:
        shown = plain(handle, limit=_SHOWN)
        raise _Bad(column, shown, f"a handle has 1 to {_LONGEST_HANDLE} characters")
    return handle


def _time(column: str, text: str, zone: ZoneInfo) -> datetime:
    written = plain(text).removesuffix(" UTC").strip()
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        shown = plain(text, limit=_SHOWN)
        raise _Bad(column, shown, "write it as 2026-11-18 09:12 or 2026-11-18T17:12:00Z") from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


# -- what TikTok gives an account's owner --------------------------------------------------------


def _personal(path: Path) -> dict[str, msgspec.Raw] | None:
    """The file as TikTok's, by its parts; `None`: it is another."""
    with path.open("rb") as file:
        if not file.read(64).decode("utf-8-sig", "ignore").lstrip().startswith("{"):
            return None
        file.seek(0)
        text = file.read().removeprefix(b"\xef\xbb\xbf")
    try:
        parts = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        if "truncated" in str(error):
            raise ImportRefused(
                "it is cut off: its JSON ends in the middle. Get the whole file again."
            ) from None
        return None  # JSON lines
    if all(column in parts for column in COLUMNS):
        return None  # one line of them
    if not any(name in parts for name in CHATS):
        raise ImportRefused(
            "it is JSON, but neither lines with " + ", ".join(COLUMNS) + " nor TikTok's personal"
            " data with direct messages in it."
        )
    return parts


def _of_chats(parts: dict[str, msgspec.Raw], task: Listen) -> Iterator[Word | Reject]:
    """Its times are read as UTC: the file doesn't say."""
    chats = _chats(parts)
    owner = _owner(parts, chats)
    ours = _ours(owner, list(chats), task)
    number, zone = 0, ZoneInfo("UTC")
    for partner, messages in chats.items():
        if ours not in (owner, partner):
            continue  # a creator's own data: what they say to others isn't ours to read
        creator = partner if ours == owner else owner
        for message in messages:
            number += 1
            text = plain(message.content, lines=True)
            sender = plain(message.sender).casefold()
            try:
                if not text.strip():
                    raise _Bad("Content", "", "it is empty")
                yield Word(
                    thread=None,
                    creator=_handle("From", creator),
                    outbound=(sender != partner) == (ours == owner),
                    text=text,
                    at=_time("Date", message.date, zone),
                )
            except _Bad as bad:
                column, value, reason = bad.args
                yield Reject(line=number, column=column, value=value, reason=reason)


def _chats(parts: dict[str, msgspec.Raw]) -> dict[str, list[_Message]]:
    """What was said, by the other's name, in small letters."""
    try:
        whole = next(msgspec.json.decode(parts[name], type=dict[str, msgspec.Raw])
                     for name in CHATS if name in parts)  # fmt: skip
        inner = next((whole[n] for n in ("Chat History", *CHATS) if n in whole), None)
        history = msgspec.json.decode(inner or b"{}", type=dict[str, msgspec.Raw])
        chats = msgspec.json.decode(
            history.get("ChatHistory", msgspec.Raw(b"{}")), type=dict[str, list[_Message] | None]
        )
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        reason = plain(str(error), limit=200)
        raise ImportRefused(f"its messages aren't as TikTok writes them: {reason}.") from None
    named = {
        plain(key).removeprefix("Chat History with ").rstrip(":").casefold(): said or []
        for key, said in chats.items()
    }
    if not named:
        raise ImportRefused("there is no direct message in it.")
    return named


def _owner(parts: dict[str, msgspec.Raw], chats: dict[str, list[_Message]]) -> str:
    """Whose data it is: as the profile says, else whoever speaks that isn't the other."""
    try:
        profile = msgspec.json.decode(
            parts.get("Profile", msgspec.Raw(b"{}")),
            type=dict[str, dict[str, msgspec.Raw]],
        )
        for part in profile.values():
            if "ProfileMap" in part:
                kept = msgspec.json.decode(part["ProfileMap"], type=dict[str, msgspec.Raw])
                name = msgspec.json.decode(kept.get("userName", msgspec.Raw(b'""')), type=str)
                if name.strip():
                    return plain(name).casefold()
    except (msgspec.DecodeError, msgspec.ValidationError):
        pass
    for partner, messages in chats.items():
        for message in messages:
            sender = plain(message.sender).casefold()
            if sender and sender != partner:
                return sender
    raise ImportRefused("it doesn't say whose data it is: nobody answers in it.")


def _ours(owner: str, partners: list[str], task: Listen) -> str:
    """Which of the names is the client's own account. Raises `Unsure`, `ImportRefused`."""
    names = (owner, *partners)
    if task.told is not None:
        told = plain(task.told).removeprefix("@").casefold()
        if told in names:
            return told
    elif owner in task.ours:
        return owner
    raise Unsure(
        f"it is the personal data of @{plain(owner, limit=_SHOWN)}: which name in it is this"
        " client's own account? Theirs, if the shop asked for it; else the one the creator"
        " wrote to.",
        "shop",
        tuple(plain(name, limit=_SHOWN) for name in names[:20]),
    )
