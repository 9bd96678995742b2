"""Answering from what is known: an answer becomes a reply, to be looked over before it is sent."""

import asyncio

from console.answers import count
from console.blanks import answer, fill
from console.desk import Desk
from console.replies import REPLY
from data.errors import RefusalError
from data.records.conversations import Conversation
from screens.finding.asking import Opener


async def look_up(desk: Desk, stage: Opener) -> None:
    """The playbook over the thread; what is picked becomes a reply. Raises `RefusalError`."""
    from screens.inbox.picker import answers_for, asked  # text fields are slow to load

    talk = conversation(stage)
    picked = await stage.answer(answers_for(desk, talk, known_first=True))
    if picked is None:
        return
    text = fill(desk.view(), talk, picked.text)
    given = await asked(stage.answer, text)
    await asyncio.to_thread(count, desk, picked)
    stage.take_news()
    await begin_reply(stage, talk, answer(text, given))


async def begin_reply(stage: Opener, talk: Conversation, text: str) -> None:
    """Open the reply with that text in it, under what was typed there before."""
    drafts, key = stage.hands.drafts, (REPLY.id, talk.ref)
    draft = drafts.find(key)
    typed = draft.words.get("text", "") if draft else ""
    drafts.keep(key, {"text": f"{typed.rstrip()}\n\n{text}" if typed.strip() else text}, {})
    await stage.hands.do_to(REPLY, [talk])


def conversation(stage: Opener) -> Conversation:
    """The conversation under the cursor. Raises `RefusalError`."""
    for record in stage.pane.subjects():
        if isinstance(record, Conversation):
            return record
    raise RefusalError("put the cursor on a conversation: the answer becomes a reply in it")
