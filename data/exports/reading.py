"""One export from file to facts and figures: what the child does, step by step.

Only the child process imports this: polars costs 0.3 s.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from data.errors import ImportRefused
from data.exports.cells import Cells
from data.exports.figures import Source, day_figures, duplicates
from data.exports.job import FACTS, REJECTS, THIS, Job, Known, Reject, Report
from data.exports.layout import Format, Kind
from data.exports.rejects import Rejects
from data.exports.rows import Batch, Table
from data.markets import Market, market
from data.money import currency_of

MOST_DAYS = 400
"""Days one import may change: it is one line of the journal, and a line is at most 256 KB."""
Kept = tuple[int, list[Reject]]
"""Of a batch: how many rows were kept, and those that can't be."""
_NAMED_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}_[0-9]{2}")
_SLACK = timedelta(days=1)
"""How far ahead a shop's clock may be of ours."""
_FIRST_YEAR = 2000


def read(job: Job) -> Report:
    """Read the job's file into its work folder. Raises `ImportRefused`, `OSError`."""
    work = Path(job.work)
    with (
        Path(job.file).open(newline="", encoding="utf-8-sig") as file,
        Rejects(work / REJECTS) as rejects,
    ):
        table = Table(file, job.market, job.told)
        layout, rules = table.layout, market(table.layout.market)
        zone = ZoneInfo(rules.zone)
        horizon = job.now.astimezone(zone).replace(tzinfo=None) + _SLACK
        accepted, incomplete = _write_facts(table, rules, horizon, rejects, work)
    _check_any(accepted, rejects)
    facts = work / FACTS
    first, last, latest = _times(facts, layout.format)
    as_of = _as_of(job.name, latest, horizon).replace(tzinfo=zone).astimezone(UTC)
    new = Source.of(Known(number=THIS, facts=str(facts), as_of=as_of, first=first, last=last))
    others = [Source.of(known) for known in job.known]
    days = tuple(day_figures(new, others))
    if len(days) > MOST_DAYS:
        raise ImportRefused(
            f"it changes the figures of {len(days)} days, {days[0].day} to {days[-1].day}, and one"
            f" import may change {MOST_DAYS}. Export it in parts of a year at most."
        )
    return Report(
        format=layout.format.name,
        market=layout.market,
        currency=rules.currency,
        rows=accepted + rejects.count,
        accepted=accepted,
        rejected=rejects.count,
        duplicates=duplicates(new, others),
        as_of=as_of,
        first=first,
        last=last,
        days=days,
        rejects=tuple(rejects.first),
        warnings=(*layout.warnings, *_incomplete(incomplete)),
    )


def _write_facts(
    table: Table, rules: Market, horizon: datetime, rejects: Rejects, work: Path
) -> tuple[int, int]:
    """Parse batch by batch into the facts file.

    Gives the number of accepted rows, and of orders that lost another row. Those aren't `whole`:
    an earlier export that has all of such an order stays in force.
    """
    layout = table.layout
    writing = rules.exports[layout.format.name]
    cells = Cells(layout, writing, currency_of(rules.currency), horizon)
    parts: list[Path] = []

    def keep(batch: Batch) -> Kept:
        facts, refused = cells.parse(batch)
        parts.append(work / f"part-{len(parts):05}.parquet")
        facts.write_parquet(parts[-1], compression="lz4")
        return facts.height, refused

    accepted = incomplete = 0
    for height, refused in _one_ahead(keep, table.batches()):
        accepted += height
        rejects.add(refused)
    if accepted:
        whole = ~pl.col("order_id").is_in(list(cells.incomplete))
        rows = pl.scan_parquet(parts).with_columns(whole.alias("whole"))
        rows.sink_parquet(work / FACTS, compression="zstd")
        lost = rows.filter(~pl.col("whole")).select(pl.col("order_id").n_unique())
        incomplete = int(lost.collect().item())
    return accepted, incomplete


def _incomplete(orders: int) -> Iterator[str]:
    if orders:
        counted = "1 order counts" if orders == 1 else f"{orders:,} orders count"
        yield (f"{counted} without a row that was rejected, unless an earlier export has it whole.")


def _one_ahead(keep: Callable[[Batch], Kept], batches: Iterable[Batch]) -> Iterator[Kept]:
    """Works on each batch while the next one is read: polars leaves the interpreter free."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        ahead: Future[Kept] | None = None
        for batch in batches:
            done, ahead = ahead, worker.submit(keep, batch)
            if done:
                yield done.result()
        if ahead:
            yield ahead.result()


def _check_any(accepted: int, rejects: Rejects) -> None:
    if accepted:
        return
    if not rejects.count:
        raise ImportRefused("it has a header but no rows.")
    first = rejects.first[0]
    where = f"line {first.line}" + (f", {first.column}" if first.column else "")
    raise ImportRefused(
        f"none of its {rejects.count} rows can be taken. The first: {where}: {first.reason}."
    )


def _times(facts: Path, layout: Format) -> tuple[date | None, date | None, datetime | None]:
    """The first and last day paid, and the latest time of all, as the shop's clock showed it."""
    times = [pl.col(c.fact).max() for c in layout.columns if c.kind is Kind.TIME]
    found = pl.scan_parquet(facts).select(
        pl.col("paid_at").min().dt.date().alias("first"),
        pl.col("paid_at").max().dt.date().alias("last"),
        pl.max_horizontal(times).alias("latest"),
    )
    first, last, latest = found.collect().row(0)
    return first, last, latest


def _as_of(name: str, latest: datetime | None, horizon: datetime) -> datetime:
    """When the export was made: as its name says, else the latest time in it; shop time.

    A name that says later than `horizon` is wrong, and would win every order for ever.
    """
    if named := _NAMED_TIME.search(name):
        with suppress(ValueError):  # digits that are no date
            made = datetime.strptime(named[0], "%Y-%m-%d-%H_%M")  # noqa: DTZ007 — shop time
            if made.year >= _FIRST_YEAR and made <= horizon:
                return made
    if latest is None:
        raise ImportRefused(
            "neither its name nor its rows say when it was made. Keep the name it came with,"
            " like “All order-2026-09-09-07_16.csv”."
        )
    return latest
