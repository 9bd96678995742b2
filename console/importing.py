"""One file becomes an import: facts safe on the disk, then one commit that counts it.

The caller holds `import.lock`. A crash between any two steps leaves nothing half-imported.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from console.arrivals import File, refused, taken, waiting
from console.desk import Desk
from console.feeding import feed, unfeed
from console.talks import Talks
from data import facts
from data.drop import Look
from data.errors import ImportRefused, TooLarge, Unsure
from data.exports.job import THIS, DayFigures, Elsewhere, Job, Known, Progress, Recount, Report
from data.exports.spawn import read_export, recount
from data.exports.talk import Heard, is_talk
from data.figures import Part
from data.markets import market
from data.records.book import Tx
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from data.text import plain

Tell = Callable[[Progress], None]
"""Told a few times a second how far the reading of a file is, and at its end; what it raises stops
the import."""


class Changed(Exception):
    """The file changed while it was read. Nothing was written; it is looked at again later."""


class Leaving(Exception):
    """Whoever imports has to go. Nothing was written; the file is left for the next."""


class Importing:
    """Turns files into imports, for one desk."""

    def __init__(self, desk: Desk, step: Callable[[str], object]) -> None:
        self._desk = desk
        self._book = desk.book
        self._root = desk.workspace.facts
        self._step = step

    def take(self, file: File, client: Client, work: Path, tell: Tell) -> tuple[Import, bool]:
        """The import the file becomes, or has been before (then true).

        Raises `ImportRefused`, `Unsure`, `Changed`, `StoreError`.
        """
        began = time.perf_counter()
        self._book.refresh()
        while True:
            if before := self._before(file, client):
                return before, True
            if is_talk(file.path):
                heard = Talks(self._desk).read(file, client, work, tell)
                return self._keep(file, heard, client, work, tell, began), False
            counting = counted(self._book.find(Import, "client", client.id))
            facts.clean(self._root, client.slug, [each.facts for each in counting if each.facts])
            known = self._known(counting)
            report = read_export(self._job(file, client, known, work), tell)
            if isinstance(report, Heard):
                return self._keep(file, report, client, work, tell, began), False
            tell(Progress(report.rows, share=1.0))
            self._step("read")
            name = facts.keep(work, self._root, client.slug, file.sha256)
            self._step("facts")
            if Look.at(file.path) != file.look:
                raise Changed
            took = round((time.perf_counter() - began) * 1000)
            try:
                made = self._commit(taken(file, report, name, took), client, report, known)
            except TooLarge:
                raise ImportRefused(
                    "it changes more than one import may. Export it in smaller parts."
                ) from None
            if made:
                self._step("committed")
                feed(self._book, made, report.roster)
                return made, False

    def _keep(
        self, file: File, heard: Heard, client: Client, work: Path, tell: Tell, began: float
    ) -> Import:
        """A file of conversations or creators: what is in it first, then its record."""
        tell(Progress(heard.rows, share=1.0))
        self._step("read")
        if Look.at(file.path) != file.look:
            raise Changed
        new = Talks(self._desk).keep(file, heard, client, work, began, tell)
        self._step("facts")
        return self._note("imports.settle" if new.id else "imports.import", new)

    def refuse(self, file: File, reason: str) -> Import:
        """Note that the file was refused: once, though we may have died before it was moved."""
        return self._note("imports.reject", refused(file, reason))

    def ask(self, file: File, unsure: Unsure) -> Import:
        """Note what the file waits for."""
        return self._note("imports.ask", waiting(file, unsure))

    def void(self, record: Import, reason: str) -> Import:
        """Take an import out; its days are worked out without it. Raises `StoreError`."""
        client, part = record.client, record.part
        if part is None:
            return Talks(self._desk).void(record, reason)
        if client is None:
            raise TypeError(f"{record.ref} is nobody's")
        while True:
            counting = counted(self._book.find(Import, "client", client))
            known = self._known(each for each in counting if each.id != record.id)
            gone, zone = _one(self._root, record), self._zone(client)
            report = recount(Recount(part, gone, known.get(part, ()), zone))
            self._step("read")
            with self._book.begin("imports.void") as tx:
                fresh = counted(tx.find(Import, "client", client))
                if self._known(each for each in fresh if each.id != record.id) != known:
                    continue
                before = tx.need(Import, record.id)
                made = tx.put(msgspec.structs.replace(before, status="void", reason=reason))
                _put_days(tx, made, part, report.days)
            self._step("committed")
            made = unfeed(self._book, made, report.untold)
            feed(self._book, made, report.roster)
            return made

    def _zone(self, client: int) -> str:
        found = self._book.get(Client, client)
        return market(found.market).zone if found else "UTC"

    # -- steps --------------------------------------------------------------------------------

    def _before(self, file: File, client: Client) -> Import | None:
        """The client's import of these bytes. Raises `ImportRefused` if they are another's."""
        found = counted(self._book.find(Import, "sha256", file.sha256))
        mine = next((each for each in found if each.client == client.id), None)
        # A creator's own has rows of several shops, each for another client.
        theirs = next((each for each in found if not each.yields), None)
        if mine or theirs is None:
            return mine
        raise ImportRefused(
            f"it is {theirs.ref} of {self._desk.client_slug(theirs.client)} already, byte for"
            f" byte. If that was the wrong client, void {theirs.ref} takes it out; then put it in"
            " again."
        )

    def _job(
        self, file: File, client: Client, known: dict[Part, tuple[Known, ...]], work: Path
    ) -> Job:
        answers = file.answers
        if answers.shop is None:
            answers = msgspec.structs.replace(answers, shop=client.shop)
        return Job(
            file=str(file.path),
            name=plain(file.name),
            market=client.market,
            answers=answers,
            work=str(work),
            now=self._desk.clock.now(),
            known=known,
            number=file.asked.id if file.asked else THIS,
            elsewhere=tuple(self._elsewhere(client)),
            formats=str(self._desk.workspace.formats),
        )

    def _elsewhere(self, client: Client) -> Iterable[Elsewhere]:
        """What other clients have: an order is one shop's. Not every export shows its market."""
        others = {each.id: each for each in self._book.all(Client)}
        for made in counted(self._book.all(Import)):
            other = others.get(made.client or 0)
            if other and other.id != client.id and made.facts and made.part:
                path = str(self._root / made.facts)
                yield Elsewhere(
                    made.ref, other.slug, made.part, path, made.first_day, made.last_day
                )

    def _commit(
        self, new: Import, client: Client, report: Report, known: dict[Part, tuple[Known, ...]]
    ) -> Import | None:
        """Count an import: its record and every day it changes, in one transaction.

        `None`: the client's imports aren't those the figures were made from any more.
        """
        with self._book.begin("imports.settle" if new.id else "imports.import") as tx:
            if self._known(counted(tx.find(Import, "client", client.id))) != known:
                return None
            made = tx.put(new) if new.id else tx.add(new)
            owner = tx.need(Client, client.id)
            if report.shop and report.shop != owner.shop:
                tx.put(msgspec.structs.replace(owner, shop=report.shop))
            _put_days(tx, made, report.part, report.days)
        return made

    def _note(self, verb: str, new: Import) -> Import:
        with self._book.begin(verb) as tx:
            if new.id:
                made = tx.put(new)
            else:
                found = tx.find(Import, "sha256", new.sha256)
                made = next((one for one in found if _alike(one, new)), None) or tx.add(new)
        self._step("committed")
        return made

    def _known(self, imports: Iterable[Import]) -> dict[Part, tuple[Known, ...]]:
        return by_part(self._root, imports)


def by_part(root: Path, imports: Iterable[Import]) -> dict[Part, tuple[Known, ...]]:
    """What the child must know of imports whose facts are under `root`, by what they became."""
    known: dict[Part, tuple[Known, ...]] = {}
    for made in imports:
        if made.part is not None:
            known[made.part] = (*known.get(made.part, ()), _one(root, made))
    return known


def _one(root: Path, made: Import) -> Known:
    return Known(
        number=made.id,
        facts=str(root / (made.facts or "")),
        as_of=made.as_of,
        yields=made.yields,
        first=made.first_day,
        last=made.last_day,
    )


def counted(imports: Iterable[Import]) -> list[Import]:
    """Those whose rows count."""
    return [each for each in imports if each.counts]


def _alike(one: Import, new: Import) -> bool:
    """Whether it is the record of the very same file, not of one like it."""
    made_by = ("status", "sha256", "inode", "changed_ns")
    return all(getattr(one, name) == getattr(new, name) for name in made_by)


def _put_days(tx: Tx, made: Import, part: Part, days: Iterable[DayFigures]) -> None:
    """Write the days' figures; those that came with `made` name it as where they are from."""
    assert made.client is not None
    client = tx.need(Client, made.client)
    kept = {day.day: day for day in tx.find(Day, "client", client.id)}
    for one in days:
        before = kept.get(one.day)
        blank = Day(client=client.id, day=one.day, currency=client.currency)
        figures = one.figures
        if figures is not None:
            numbers = (made.id if number == THIS else number for number in figures.imports)
            figures = msgspec.structs.replace(figures, imports=tuple(sorted(numbers)))
        after = msgspec.structs.replace(before or blank, **{part: figures})
        tx.put(after) if before else tx.add(after)
