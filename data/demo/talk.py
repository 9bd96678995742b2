"""What creators write to an agency, and what is answered: made-up talk for the demo."""

from random import Random

import msgspec


class Topic(msgspec.Struct, frozen=True):
    """One thing creators write about."""

    name: str
    opening: tuple[str, ...]
    chase: str
    """What they write when nobody answers."""
    answer: str
    thanks: str
    note: str
    """What colleagues tell each other about it."""


TOPICS = (
    Topic(
        "payout",
        (
            "Hi! My order was delivered on the 2nd and I still have no commission. Is it lost?",
            "where is my commission from the glow set video? it says pending for two weeks",
            "Two of my three orders paid out, the third shows 0.00. Can you look?",
        ),
        "hello? anything new on the payment?",
        "Thanks for waiting! TikTok Shop settles some days after delivery, so yours is still on"
        " its way. I'll look again once it is due and write to you either way.",
        "ok got it, thank you for checking!!",
        "settlement pending on the platform's side; delivered, no return asked",
    ),
    Topic(
        "sample",
        (
            "Can I still change my address? I moved last week.",
            "Sample says delivered but nothing is here. My neighbour has nothing either.",
            "which size should I pick for the set? usually between S and M",
        ),
        "Any update on the sample? I planned to film on Saturday",
        "I asked the warehouse and will tell you as soon as they answer. If it has left already,"
        " we'll send a second one.",
        "perfect, thanks a lot",
        "tracking stands still since Tuesday; asked the warehouse",
    ),
    Topic(
        "content",
        (
            "Can I say it cures acne? It did for me",
            "Is it fine to use my old clips from the summer in the new video?",
            "My video was taken down for “misleading claims”. What did I do wrong?",
        ),
        "I'd like to post tonight, can you tell me before?",
        "Please leave out anything that sounds like a medical promise: “my skin feels calmer” is"
        " fine, “cures” isn't. The rest of the script is great.",
        "makes sense, I'll re-record that part",
        "claim list of the brand: no cure, no treat, no guarantee",
    ),
    Topic(
        "price",
        (
            "The link shows another price than the brief. Which one is right?",
            "my viewers say the coupon doesn't work anymore",
        ),
        "people keep asking in the comments…",
        "The flash deal ended at midnight; the new coupon starts tomorrow at nine. I'll send you"
        " the link the moment it is live.",
        "great, I'll pin a comment",
        "coupon ran out of budget; asked the brand for a top-up",
    ),
    Topic(
        "live",
        (
            "Can I get the Friday slot for a LIVE? 8 pm would be best",
            "How many units should I have on the table for the LIVE?",
        ),
        "I have to tell my co-host today",
        "Friday 8 pm is yours. You get the three bundles and a code for the first hour.",
        "yesss, see you Friday",
        "second LIVE this month; the last one sold 120 units",
    ),
    Topic(
        "order",
        (
            "A viewer got the wrong colour from my showcase, what should she do?",
            "Stock says 0 on the night set, is it coming back?",
        ),
        "she asked me again, can you help?",
        "She can return it in the app under “wrong item”; the refund is quick. The stock is back"
        " on Monday.",
        "thank you, told her",
        "known mix-up in the last batch",
    ),
    Topic(
        "contract",
        (
            "When does the new commission rate start? My app still shows the old one.",
            "Could we do a fixed fee for three videos instead?",
        ),
        "did you see my question about the rate?",
        "The new rate counts for orders from the 1st. For a fixed fee I have to ask the brand; you"
        " hear from me by Thursday.",
        "alright, waiting for the brand then",
        "the brand pays fixed fees from 50k followers on",
    ),
)

_FIRST = ("glow", "fit", "daily", "honest", "tiny", "cosy", "urban", "sunny", "real", "late")
_MIDDLE = ("by", "with", "dose", "pan", "kitchen", "corner", "home", "club", "diary", "finds")
_LAST = ("lena", "marco", "kim", "ayu", "noor", "jonas", "mei", "sofia", "tom", "ines", "", "_")


def handles(count: int, random: Random) -> list[str]:
    """So many handles, each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = "".join(random.choice(part) for part in (_FIRST, _MIDDLE, _LAST))
        found[name if random.random() < 0.6 else f"{name}{random.randint(1, 99)}"] = None
    return list(found)
