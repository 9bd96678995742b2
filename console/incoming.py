"""What comes in by hand: a chat copied from elsewhere, and a word on a call or a mail."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from console.args import Arg, ClientRef, CreatorRef, DateOrder
from console.creators import creator_of
from console.desk import Desk, gone
from console.following import begun_anew
from console.grouping import chat as chat_of
from console.grouping import standing
from console.handles import handle_of, known, one_person, same
from console.moments import TwoDays
from console.pasting import Chat, Names, read_chat, speaker
from console.replies import ended
from console.transcripts import WALL, Fresh, fresh, said_in_chat, settled, shortened, write_down
from console.turns import as_of, put
from console.verb import Reader, Verb
from data.errors import RefusalError
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator, FormerHandle
from data.records.messages import Message, Via
from data.records.people import Person
from data.text import plain

_MOST = 2_000
"""Messages of a chat that can be pasted; a file in the drop folder may have more."""
_WORDS, _NAME = 48, 16
"""Characters of what is shown of a message before it is saved."""
_FEW = 3

Called = Annotated[str, Arg("text", "the name somebody has in the chat, if we don't know it")]
Pasted = Annotated[str, Arg("pasted", "the chat, as copied; - reads it from stdin")]
Line = Annotated[str, Arg("text", "what was said, in a line")]


class PasteChat(msgspec.Struct, frozen=True):
    """A copied chat, and what it doesn't say itself."""

    text: Pasted
    dates: DateOrder | None = None
    them: Called | None = None
    us: Called | None = None


class PasteAnew(msgspec.Struct, frozen=True, kw_only=True):
    """A copied chat, and whose it is."""

    creator: CreatorRef
    client: ClientRef = None
    text: Pasted
    dates: DateOrder | None = None
    them: Called | None = None
    us: Called | None = None

    @property
    def chat(self) -> PasteChat:
        """The chat alone."""
        return PasteChat(text=self.text, dates=self.dates, them=self.them, us=self.us)


class Spoke(msgspec.Struct, frozen=True):
    """What was spoken of elsewhere."""

    text: Line
    answers: Annotated[
        Literal["yes", "no"], Arg("choice", "whether it answered them: yes or no", ("yes", "no"))
    ] = "no"


def _talk_with(read: Reader, handle: str, client: int | None) -> Conversation | None:
    """Where a chat with them goes on: the newest conversation, about that client if one is said."""
    creator = known(read, handle)
    found = [
        talk
        for each in (same(read, creator) if creator else ())
        for talk in read.find(Conversation, "creator", each.id)
        if talk.archived_at is None and client in (None, talk.client)
    ]
    newest = max(found, key=lambda talk: (talk.last_at or talk.created_at, talk.id), default=None)
    return standing(read, newest) if newest else None


# -- a copied chat ----------------------------------------------------------------------------


def _read(desk: Desk, conversation: Conversation, args: PasteChat, handle: str = "") -> Chat:
    """The chat, its times on the agency's clock. Raises `RefusalError` where it can't be told.

    `handle` is whom it is with, where no conversation has been begun yet.
    """
    names = _names(desk, conversation, args, handle)
    now = desk.clock.now().astimezone(desk.zone)
    try:
        chat = read_chat(args.text, names, now, args.dates)
    except TwoDays as error:
        dates = desk.press("--dates")
        raise RefusalError(f"{error}: say {dates} day-first or month-first") from None
    if not chat.turns:
        known = ", ".join(sorted(names.theirs))
        them, us = desk.press("--them"), desk.press("--us")
        raise RefusalError(
            f"no line of it begins with a name we know: {known} for the creator, ours, or the"
            f" shop's. Say {them} or {us} as it is in the chat"
        )
    if len(chat.turns) > _MOST:
        raise RefusalError(
            f"it has {len(chat.turns):,} messages, and {_MOST:,} can be pasted: put it into the"
            " drop folder as a file, or paste it in parts"
        )
    if other := _somebody_else(desk, conversation, chat):
        whose = f"{conversation.ref} is with {handle_of(desk.book, conversation.creator)}"
        raise RefusalError(
            f"@{other} speaks in it, and {f'you said @{handle}' if handle else whose}: paste it"
            f" where @{other} is, or say {desk.press('--them')} {other} if they are the same person"
        )
    return chat


def _somebody_else(desk: Desk, conversation: Conversation, chat: Chat) -> str | None:
    """Another creator whose handle begins a turn that so belongs to nobody here."""
    theirs = one_person(desk.book, conversation.creator)
    for _, line in chat.unplaced:
        name = speaker(line)
        creator = known(desk.book, name.lower()) if name else None
        if creator and creator.id not in theirs:
            return creator.handle
    return None


def _names(desk: Desk, conversation: Conversation, args: PasteChat, handle: str) -> Names:
    """Everybody's names, as a chat could have them."""
    creator = desk.book.get(Creator, conversation.creator)
    client = desk.book.get(Client, conversation.client or 0)
    former = desk.book.find(FormerHandle, "creator", conversation.creator)
    theirs = [args.them, handle, *(each.handle for each in former)]
    theirs += [creator.handle, creator.name] if creator else []
    ours = [args.us, "you", "me", desk.workspace.settings.agency]
    ours += [client.title, client.slug, client.shop] if client else []
    ours += [person.name for person in desk.book.all(Person)] + [desk.me.name]
    them = _small(theirs)
    return Names(them, _small(ours) - them)


def _small(names: list[str | None]) -> frozenset[str]:
    said = (plain(name).removeprefix("@").lower() for name in names if name)
    return frozenset(name for name in said if name)


def _paste(desk: Desk, conversation: Conversation, args: PasteChat) -> Conversation:
    chat = _read(desk, conversation, args)
    return _keep(desk, chat, lambda tx: tx.need(Conversation, conversation.id))


def _paste_anew(desk: Desk, args: PasteAnew) -> Conversation:
    """Into the conversation there is with them; else one is begun, together with its messages."""

    def here(tx: Tx) -> Conversation:
        if talk := _talk_with(tx, args.creator, args.client):
            return talk
        creator = creator_of(tx, args.creator)
        return tx.add(Conversation(creator=creator.id, client=args.client))

    desk.book.refresh()
    return _keep(desk, _read_anew(desk, args)[1], here)


def _read_anew(desk: Desk, args: PasteAnew) -> tuple[Conversation, Chat]:
    """The conversation it goes into, or one like it as it will be begun; the chat."""
    if talk := _talk_with(desk.book, args.creator, args.client):
        return talk, _read(desk, talk, args.chat)
    creator = known(desk.book, args.creator)
    talk = Conversation(creator=creator.id if creator else 0, client=args.client)
    return talk, _read(desk, talk, args.chat, args.creator)


def _keep(desk: Desk, chat: Chat, where: Callable[[Tx], Conversation]) -> Conversation:
    """In as many transactions as it takes; each begins where the last one ended."""
    turns, kept = shortened(desk.workspace.files, chat.turns)
    here: Conversation | None = None
    count, written = 1, 0
    while count:
        with desk.book.begin(PASTE.id) as tx:
            here = tx.need(Conversation, here.id) if here else where(tx)
            if here.archived_at is not None:
                raise RefusalError(gone(here).reason)
            done, count = write_down(tx, here, turns, kept, desk.clocks.reopen)
            written += count
    if not written:
        raise RefusalError(f"all of it is in {done.ref} already: nothing was added")
    return done


def _shows(desk: Desk, conversation: Conversation, args: PasteChat) -> list[str]:
    """What was made of it: what is strange first, then the messages that are new."""
    return _told(desk, conversation, _read(desk, conversation, args))


def _told(desk: Desk, conversation: Conversation, chat: Chat) -> list[str]:
    now = desk.clock.now()
    turns, _ = shortened(desk.workspace.files, chat.turns)
    known = said_in_chat(chat_of(desk.book, conversation))
    new = fresh(known, turns)
    told = [f"{len(new):,} new, {len(turns) - len(new):,} here already"]
    told += [
        f"line {number} belongs to nobody we know: {plain(line, limit=_WORDS)}"
        for number, line in chat.unplaced[:_FEW]
    ]
    if more := len(chat.unplaced) - _FEW:
        told += [f"and {more:,} lines more"] if more > 0 else []
    if walls := sum(len(turn.text) > WALL for turn in chat.turns):
        told.append(f"{walls} of over {WALL:,} characters: kept whole as a file beside it")
    if ahead := sum(turn.at is not None and turn.at > now for turn in chat.turns):
        told.append(f"{ahead} dated in the future: kept, and counted from now")
    if conversation.pending and any(each.id == conversation.pending for each in known):
        told.append("a copied reply waits to be confirmed: say so before, if it is in here")
    return [*told, *(_line(desk, each, now) for each in new)]


def _line(desk: Desk, new: Fresh, now: datetime) -> str:
    turn = new.turn
    when = f"{turn.at.astimezone(desk.zone):%a %d %b %H:%M}" if turn.at else "no time"
    who = plain(turn.name, limit=_NAME)
    said = plain(turn.text, limit=_WORDS)
    return " · ".join(("we" if turn.outbound else "they", who, when, said))


# -- calls and mails --------------------------------------------------------------------------


def _log(via: Via) -> Callable[[Tx, Conversation, Spoke], Conversation]:
    def do(tx: Tx, conversation: Conversation, args: Spoke) -> Conversation:
        answers = args.answers == "yes"
        noted = tx.add(
            Message(
                conversation=conversation.id,
                author=tx.by,
                outbound=True,
                body=args.text,
                at=tx.at,
                state="confirmed" if answers else "logged",
                via=via,
            )
        )
        if answers:
            return put(tx, settled(tx, conversation, [noted]))
        return put(tx, msgspec.structs.replace(as_of(tx, conversation, tx.at), spoken_at=tx.at))

    return do


PASTE = Verb(
    id="inbox.paste",
    label="paste",
    past="pasted a chat into",
    help="Paste a copied chat: who said what when is shown, and only what is new is added.",
    kind=Conversation,
    args=PasteChat,
    carry=_paste,
    shows=_shows,
    also=begun_anew,
    bulk=False,
)
PASTE_ANEW = Verb(
    id=PASTE.id,
    label=PASTE.label,
    past=PASTE.past,
    help=PASTE.help,
    kind=Conversation,
    args=PasteAnew,
    carry_new=_paste_anew,
    shows_new=lambda desk, args: _told(desk, *_read_anew(desk, args)),
    also=begun_anew,
)
"""The same where no conversation is selected: it is asked with whom it is."""
CALL = Verb(
    id="inbox.call",
    label="call",
    past="noted a call in",
    help="Note a call with the creator; the clocks go on unless it answered them.",
    kind=Conversation,
    args=Spoke,
    do=_log("call"),
    refuse=ended,
    bulk=False,
)
MAIL = Verb(
    id="inbox.mail",
    label="mail",
    past="noted a mail in",
    help="Note a mail to or from the creator; the clocks go on unless it answered them.",
    kind=Conversation,
    args=Spoke,
    do=_log("mail"),
    refuse=ended,
    bulk=False,
)

VERBS = (PASTE, CALL, MAIL)
