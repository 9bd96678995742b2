"""Views: queries people keep under a name."""

from data.records.base import Record


class SavedView(Record, frozen=True, kw_only=True):
    """A saved query of one list."""

    TABLE = "views"
    LETTER = "V"
    KEYS = ("list",)

    name: str
    list: str
    """The list it is a query of: `inbox`."""
    query: str
    owner: str | None = None
    """Whose it is; `None`: everybody's."""
