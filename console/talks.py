"""Talks: a file of conversations becomes messages, each once, and an import that says so.

What is here already is known again, so a file that was read half when somebody pulled the plug is
simply read once more.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from console.arrivals import File, listened
from console.creators import creator_of
from console.desk import Desk
from console.enlisting import enlist, staying
from console.handles import known
from console.pasting import Turn
from console.thread import messages
from console.transcripts import aligned, said_in_chat, settled, shortened, write_down
from console.turns import put
from data.errors import Cancelled
from data.exports.job import Progress
from data.exports.listed import FORMAT as CREATORS
from data.exports.spawn import Tell, listen
from data.exports.talk import SAID, Heard, Listen, Word
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.messages import Message

VERB = "imports.talk"
_AT_ONCE = 200
_DIGITS = 16
Thread = tuple[str | None, str]
"""What a file calls a conversation, and with whom it is."""


class Talks:
    """Takes files of conversations in, for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._book = desk.book

    def read(self, file: File, client: Client, work: Path, tell: Tell) -> Heard:
        """Have a child read it into the work folder. Raises `ImportRefused`, `Unsure`."""
        names = (client.slug, client.title, client.shop or client.slug)
        ours = {name.casefold() for name in names}
        ours |= {name.replace("-", "").replace(" ", "") for name in ours}
        task = Listen(str(file.path), str(work), client.zone, tuple(ours), file.answers.shop)
        return listen(task, file.name, tell)

    def keep(
        self, file: File, heard: Heard, client: Client, work: Path, began: float, tell: Tell
    ) -> Import:
        """The import it becomes, its messages kept before; not committed.

        Raises what `tell` raises; where that is a person's wish, nothing of the file stays.
        """
        if heard.format == CREATORS:
            return enlist(self._desk, file, heard, work, began)
        threads: defaultdict[Thread, list[Turn]] = defaultdict(list)
        for word in _words(work / SAID):
            turn = Turn("us", word.outbound, word.text, word.at)
            threads[word.thread, word.creator].append(turn)
        mark, added, new, now = file.sha256[:_DIGITS], 0, 0, self._desk.clock.now()
        ahead = sum(turn.at > now for turns in threads.values() for turn in turns if turn.at)
        strangers = sum(known(self._book, handle) is None for handle in {k[1] for k in threads})
        try:
            for number, (thread, turns) in enumerate(threads.items()):
                tell(Progress(heard.rows, share=number / len(threads)))
                turns.sort(key=lambda turn: turn.at or now)
                count, made = self._keep(thread, turns, client, mark)
                added, new = added + count, new + made
        except (Cancelled, KeyboardInterrupt):
            self._take_away(mark)
            raise
        said = [
            f"{_number(len(threads), 'conversation')}, {new:,} new",
            f"{_number(strangers, 'creator')} nobody knew yet",
        ]
        said = said if strangers else said[:1]
        if ahead:
            said.append(f"{ahead:,} dated in the future: kept, and counted from now")
        took = round((time.perf_counter() - began) * 1000)
        return listened(file, heard, added, tuple(said), took)

    def _keep(
        self, thread: Thread, turns: Sequence[Turn], client: Client, mark: str
    ) -> tuple[int, bool]:
        """Write down what isn't here; how many that were, and whether it began there."""
        written, kept = shortened(self._desk.workspace.files, turns)
        added, count, made = 0, 1, False
        while count:
            with self._book.begin(VERB) as tx:
                here = self._conversation(tx, thread, client, written)
                if here is None:
                    creator = creator_of(tx, thread[1])
                    here, made = (
                        tx.add(
                            Conversation(
                                creator=creator.id, client=client.id, source=thread[0], brought=mark
                            )
                        ),
                        True,
                    )
                _, count = write_down(
                    tx, here, written, kept, self._desk.clocks.reopen, brought=mark
                )
                added += count
        return added, made

    def _conversation(
        self, tx: Tx, thread: Thread, client: Client, turns: Sequence[Turn]
    ) -> Conversation | None:
        """Where it goes on: the one the file means, else one that has some of it."""
        creator = known(tx, thread[1])
        mine = [
            each
            for each in (tx.find(Conversation, "creator", creator.id) if creator else ())
            if each.client == client.id and each.archived_at is None
        ]
        for each in reversed(mine):
            if thread[0] is not None and each.source == thread[0]:
                return each
        for each in reversed(mine):
            if each.source is None and aligned(said_in_chat(messages(tx, each)), turns):
                return each
        return None

    def void(self, record: Import, reason: str) -> Import:
        """Take its messages away, and the conversations it began that nobody worked on since."""
        gone = self._take_away(brought_by(record))
        with self._book.begin("imports.void") as tx:
            before = tx.need(Import, record.id)
            without = staying(before) if before.format == CREATORS else gone
            voided = msgspec.structs.replace(before, status="void", reason=reason, without=without)
            return tx.put(voided)

    def _take_away(self, mark: str) -> str:
        """What went with them, and what stayed."""
        went: dict[int, bool] = {}
        found = [m for m in self._book.containing(Message, "brought", [mark]) if m.brought == mark]
        for few in (found[at : at + _AT_ONCE] for at in range(0, len(found), _AT_ONCE)):
            with self._book.begin(VERB) as tx:
                for message in few:
                    fresh = tx.need(Message, message.id)
                    tx.put(msgspec.structs.replace(fresh, archived_at=tx.at))
                for number in {message.conversation for message in few}:
                    went[number] = _tidy(tx, tx.need(Conversation, number), mark)
        return _gone(len(found), went)


def brought_by(record: Import) -> str:
    """What says of a conversation or a message that this import brought it."""
    return record.sha256[:_DIGITS]


def _number(count: int, one: str) -> str:
    return f"{count:,} {one}" + ("" if count == 1 else "s")


def _gone(said: int, went: Mapping[int, bool]) -> str:
    """What went with an import that was taken out, and what stayed."""
    ended = sum(went.values())
    words = f"{_number(said, 'message')} went"
    if ended:
        words += f", and {_number(ended, 'conversation')} they began"
    if stay := len(went) - ended:
        stays = "stays" if stay == 1 else "stay"
        words += f"; {stay:,} {stays}, which somebody worked on or other messages are in"
    return f"{words}; the creators stay"


def _tidy(tx: Tx, conversation: Conversation, mark: str) -> bool:
    """Whose turn it is without them; archived if nothing is left that anybody did: whether so."""
    left = messages(tx, conversation)
    untouched = conversation.assignee is None and not conversation.topic
    if not left and untouched and conversation.brought == mark:
        tx.put(msgspec.structs.replace(conversation, archived_at=tx.at))
        return True
    put(tx, settled(tx, conversation, []))
    return False


def _words(path: Path) -> Iterator[Word]:
    decoder = msgspec.json.Decoder(Word)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)
