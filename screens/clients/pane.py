"""Clients: this week against last, the days behind it, the files they came from."""

from collections.abc import Sequence
from datetime import date

from console import clients, metrics
from console.query import select
from data.figures import Sales
from data.money import money_short
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.days import Day
from data.records.imports import Import
from data.records.runs import Check, Run
from data.records.tickets import Ticket
from screens.clients.chart import sparkline
from screens.clients.detail import newest_import, page
from screens.frame.paint import Pieces, Role, fit, fit_right
from screens.frame.pane import Pane
from screens.keymap import press
from screens.say import age, beside, money_in, percent


class ClientsPane(Pane):
    """The list of clients over, or beside, the figures of the one under the cursor."""

    NAME = "clients"
    SECTIONS = ("clients",)
    KEYS = (
        "list.open", "list.section", "clients.imports", "clients.new", "list.query",
        "list.copy", "desk.help",
    )  # fmt: skip
    TABLES = frozenset(
        kind.TABLE for kind in (Action, Check, Client, Conversation, Day, Import, Run, Ticket)
    )
    FOLLOWS = True
    WIDE = 150

    def rows(self, query: str) -> list[str]:
        """The clients the query picks."""
        return [client.ref for client in select(self.desk, clients.LIST, query)]

    def record(self, key: str) -> Record | None:
        """The client."""
        return self.desk.book.get(Client, int(key[1:]))

    def shows(self, record: Record) -> bool:
        """Clients."""
        return isinstance(record, Client)

    def empty(self) -> str:
        """How the first client comes about."""
        return (
            f"No client fits this query.\n{press('clients.new')} takes one on"
            " · then put an export into its drop folder"
            f"{beside(self.desk, clients.LIST, self._query)}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many."""
        return f"this week against last   {len(rows)}"

    def header(self, width: int) -> Pieces:
        """The column heads."""
        figures = "".join(fit_right(head, size) for head, size in _COLUMNS)
        trend = fit("  trend", _trend_days(width) + 2)
        name = fit("client", _name_width(width))
        return [(f"    {name}{figures}{trend}{fit_right('newest', _AGE)}", "dim")]

    def draw(self, key: str, width: int) -> Pieces:
        """Name, the week's figures, the trend, the newest import."""
        client = self.desk.book.get(Client, int(key[1:]))
        if client is None:
            return [(key, "dim")]
        days = metrics.sales_of(self.desk, client)
        newest = newest_import(self.desk, client)
        when = age(newest.created_at, self.desk.clock.now()) if newest else "no file"
        name: Pieces = [("   ", "text"), (fit(client.title, _name_width(width)), "strong")]
        last, length = max(days, default=None), _trend_days(width)
        trend = (
            [day.gmv if (day := days.get(at)) else None for at in metrics.span(last, length)]
            if last
            else [None] * length
        )
        tail: Pieces = [(f"  {sparkline(trend)}", "accent"), (fit_right(when, _AGE), "dim")]
        return [*name, *self._figures(client, days), *tail]

    def _figures(self, client: Client, days: dict[date, Sales]) -> Pieces:
        week = metrics.week(days, client)
        if week is None:
            return [(fit_right("–", size), "dim") for _, size in _COLUMNS]
        sums = week.this
        change = week.change("gmv", self.desk.workspace.settings.fewest_orders)
        role: Role = "text" if change is None else "good" if change >= 0 else "bad"
        refunds = "–" if sums.refund_rate is None else f"{sums.refund_rate * 100:.1f} %"
        cells: list[tuple[str, Role]] = [
            (money_short(sums.gmv, client.currency), "text"),
            (percent(change), role),
            (f"{sums.orders:,}", "text"),
            ("–" if sums.aov is None else money_in(sums.aov, client.currency, _AOV), "text"),
            (refunds, "text"),
        ]
        sized = zip(cells, _COLUMNS, strict=True)
        return [(fit_right(text, size), role) for (text, role), (_, size) in sized]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """How the client is; whole, also the days and the files behind it."""
        client = self.desk.book.get(Client, int(key[1:]))
        return [] if client is None else page(self.desk, client, width, whole=whole)

    def action_imports(self) -> None:
        """Go to the files that came in for the client under the cursor; `esc` comes back."""
        client = self.record(self.list.cursor) if self.list.cursor else None
        if isinstance(client, Client):
            self.host.go_to_list("imports", f"client:{client.slug}")


_AOV = 8
_COLUMNS = (("GMV", 8), ("Δ wk", 7), ("orders", 8), ("AOV", _AOV), ("refunds", 9))
_AGE = 9


def _trend_days(width: int) -> int:
    """As many weeks as there is room for beside a name, four at most."""
    figures = sum(size for _, size in _COLUMNS)
    return 7 * max(1, min(4, (width - 3 - 24 - figures - 2 - _AGE) // 7))


def _name_width(width: int) -> int:
    figures = sum(size for _, size in _COLUMNS)
    return max(8, min(28, width - 3 - figures - _trend_days(width) - 2 - _AGE))
