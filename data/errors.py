"""Every error the desk can meet, in one tree.

    SpotlightError               says what, why and what to do next; safe to show to a person
    ├── UsageError               the words of a command are off                       (exit 2)
    ├── NotFound                 no such record, client, person or file
    ├── RefusalError             a rule says no: carries the reason as a sentence     (exit 1)
    │   ├── Conflict             somebody changed a field I set since I saw it
    │   └── News                 something was said since I looked; doing it again means it
    ├── ImportRefused            a file can't become figures: says why, names the nearest format
    │   ├── Unsure               it could, once a person says one thing about it
    │   └── Cancelled            it could, but somebody stopped it
    └── StoreError               the workspace can't be used as asked                  (exit 3)
        ├── StoreBusy            another process holds the lock: says who and since when
        ├── StoreReadOnly        damage or permissions: reading goes on, writing does not
        ├── StoreDamaged         names the file and the line
        ├── StoreTooNew          a newer Spotlight wrote it: says which
        ├── TooLarge             one change is bigger than a line of the journal may be
        ├── Unkeepable           a value that JSON can't hold (also a TypeError)
        └── WorkspaceMissing     no workspace at that path

A message is one or two sentences a colleague would say. It never holds a traceback, a buyer's
data, or text from outside that has not been through `data.text.plain`.
"""


class SpotlightError(Exception):
    """The root of the tree. `str()` is what a person reads."""


class UsageError(SpotlightError):
    """A command's words can't be understood; the message shows the right form."""


class NotFound(SpotlightError):
    """Something that was named isn't there."""


class RefusalError(SpotlightError):
    """A rule refused a verb. Nothing was written."""


class Conflict(RefusalError):
    """A field I set was changed by somebody else since it was on my screen.

    `mine` and `theirs` map the field's name to the value I set and the value it has now,
    both as words for a person.
    """

    def __init__(self, message: str, *, mine: dict[str, str], theirs: dict[str, str]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class News(RefusalError):
    """Something came in since the record was on my screen; the message says what.

    Whoever has read it may do the same again, with what they have now seen.
    """


class ImportRefused(SpotlightError):
    """A file was understood well enough to say why it can't be imported."""


class Unsure(ImportRefused):
    """A file that can be read once a person says one thing about it.

    `question` is what it is (`market`, `dates`, `shop`), `options` what it could be.
    """

    def __init__(self, message: str, question: str, options: tuple[str, ...]) -> None:
        super().__init__(message)
        self.question = question
        self.options = options


class Cancelled(ImportRefused):
    """Somebody stopped the import of a file; the message says who."""


class StoreError(SpotlightError):
    """The store can't do what was asked."""


class StoreBusy(StoreError):
    """The lock is held by another process for longer than we wait."""


class StoreReadOnly(StoreError):
    """The store can be read but not written; the message says why and what would mend it."""


class StoreDamaged(StoreError):
    """Kept bytes don't make sense; the message names file and line."""


class StoreTooNew(StoreError):
    """A newer Spotlight wrote it, in a way this one can't read; the message says which."""


class TooLarge(StoreError):
    """One transaction would make a longer journal line than is allowed. Nothing was written."""


class Unkeepable(StoreError, TypeError):
    """A value can't be kept as JSON. A `TypeError` too, because TinyDB promises one."""


class WorkspaceMissing(StoreError):
    """There is no workspace at that path; the message says how to make one."""
