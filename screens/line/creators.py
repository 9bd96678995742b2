"""What creators ask for, on the command line: where a sample is, when commission comes."""

from console import earnings, parcels
from console.naming import title
from console.outstanding import of_creator
from console.payouts import Answer
from console.table import find
from console.terms import Terms
from data.errors import NotFound, UsageError
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.samples import Sample
from screens.line.call import Call, Command


def _where(call: Call) -> int:
    """`spotlight where @HANDLE|S7|C12`."""
    desk = call.desk()
    record = find(desk, call.word(0, "the creator's handle, or a sample's id"), Creator)
    if isinstance(record, Conversation):
        record = desk.creator(f"{Creator.LETTER}{record.creator}")
    if not isinstance(record, Sample | Creator):
        raise UsageError(f"{record.ref} is no creator, sample or conversation; those have samples.")
    samples = [record] if isinstance(record, Sample) else of_creator(desk, record)
    if not samples:
        raise NotFound(f"no sample of {title(desk, record)} is known.")
    for sample in samples:
        terms = Terms.of(sample, desk.book, desk.rules)
        zone = desk.zone_of(sample.client)
        _tell(call, sample.ref, parcels.explain(sample, terms, desk.clock.now(), zone))
    return 0


def _payout(call: Call) -> int:
    """`spotlight payout CLIENT ORDER`, or `CLIENT DELIVERED [--refunded PERCENT]`."""
    desk = call.desk()
    client = desk.client(call.word(0, "the client's short name"))
    word = call.word(1, "the order's id, or the day it was delivered, or none")
    share = call.options.value("refunded") or "0"
    if not (share.isascii() and share.isdigit() and int(share) <= 100):
        raise UsageError("--refunded wants per cent of what was paid, 0 to 100.")
    of = word if earnings.is_order(word) else client.slug
    _tell(call, of, earnings.answer(desk, client, word, int(share)))
    return 0


def _tell(call: Call, of: str, answer: Answer) -> None:
    if call.out.mode == "json":
        call.out.json({"of": of, "text": answer.text, "source": answer.source})
        return
    call.out.facts([[("of", of), ("text", answer.text), ("source", answer.source)]])


COMMANDS = (
    Command(
        "where",
        "@HANDLE|S7|C12",
        "Where a creator's samples are, each in a sentence to send, and where we have it from.",
        _where,
        most=1,
    ),
    Command(
        "payout",
        "CLIENT ORDER|DELIVERED [--refunded PERCENT]",
        "When commission of an order comes, in a sentence to send, by the market's dated rule.",
        _payout,
        options=("refunded",),
        most=2,
        more=(
            ("ORDER", "the order's id: its imports say when it was delivered and what came back"),
            ("DELIVERED", "the day it was delivered, or none if it wasn't yet"),
            ("--refunded", "per cent of it that was given back"),
        ),
    ),
)
