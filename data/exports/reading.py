"""One export from file to facts and figures: what the child does, step by step.

Only the child process imports this: polars costs 0.3 s.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import polars as pl

from data.errors import ImportRefused
from data.exports.cells import Cells
from data.exports.checks import (
    check_any,
    check_days,
    check_elsewhere,
    check_rounded,
    check_shop,
    listed,
    other_order,
)
from data.exports.creators import roster, untold
from data.exports.figures import Overlap, Source, day_figures, overlap
from data.exports.job import (
    FACTS,
    REJECTS,
    DayFigures,
    Job,
    Known,
    Progress,
    Recount,
    Recounted,
    Reject,
    Report,
)
from data.exports.layout import Format
from data.exports.lines import Lines
from data.exports.parts import RULES, Rule
from data.exports.rejects import Rejects
from data.exports.roster import Roster
from data.exports.rows import Batch, Table
from data.exports.taught import Shelf, read_shelf
from data.exports.times import Times
from data.figures import Part
from data.markets import DATE_ORDERS, Order, market

Kept = tuple[int, list[Reject]]
"""Of a batch: how many rows were kept, and those that can't be."""
Tell = Callable[[Progress], None]
_NAMED_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}_[0-9]{2}")
_SLACK = timedelta(days=1)
"""How far ahead a shop's clock may be of ours."""
_FIRST_YEAR = 2000


def _silent(progress: Progress) -> None:
    """Tells nobody."""


def read(job: Job, tell: Tell = _silent) -> Report:
    """Read the job's file into its work folder. Raises `ImportRefused`, `Unsure`, `OSError`."""
    work = Path(job.work)
    with closing(Lines(Path(job.file))) as lines, closing(Rejects(work / REJECTS)) as rejects:
        shelf = read_shelf(Path(job.formats)) if job.formats else Shelf((), ())
        table = Table(lines, job.market, job.answers.market, shelf.formats)
        layout, rules = table.layout, market(table.layout.market)
        zone = ZoneInfo(rules.zone)
        horizon = latest_time(job.now, zone)
        said = job.answers.dates or layout.format.dates or rules.dates.order.get(layout.format.name)
        times = Times(said or DATE_ORDERS[0])
        cells = Cells(layout, rules, times, horizon, job.answers.shop)
        accepted = _write_facts(table, lines, cells, rejects, work, tell)
    if other := other_order(said, times):
        return read(_with_dates(job, other), tell)
    check_shop(cells.shops, job.answers.shop)
    check_any(accepted, rejects)
    incomplete = _finish_facts(RULES[layout.format.becomes], cells, work)
    new = _source(job, layout.format, horizon, zone)
    check_rounded(RULES[layout.format.becomes], new)
    days, shared = _weigh(job, layout.format.becomes, new)
    return Report(
        format=layout.format.name,
        part=layout.format.becomes,
        yields=new.known.yields,
        market=layout.market,
        shop=job.answers.shop if cells.shops else None,
        currency=rules.currency,
        rows=accepted + rejects.count,
        accepted=accepted,
        rejected=rejects.count,
        duplicates=shared.duplicates,
        superseded=shared.superseded,
        replaced=shared.replaced,
        as_of=new.known.as_of,
        first=new.known.first,
        last=new.known.last,
        days=days,
        rejects=tuple(rejects.first),
        warnings=(
            *layout.warnings,
            *_warnings(cells, incomplete),
            *_repeats(new),
            *_outdated(accepted, shared),
            *shelf.broken,
        ),
        roster=_roster(job, layout.format.becomes, new, rules.zone),
    )


def _roster(job: Job, part: Part, new: Source, zone: str) -> Roster | None:
    return roster(part, [*job.known.get(part, ()), new.known], zone)


def _source(job: Job, format: Format, horizon: datetime, zone: ZoneInfo) -> Source:
    """The import the facts just written make."""
    facts = Path(job.work) / FACTS
    first, last, latest = _times(facts, RULES[format.becomes])
    as_of = _as_of(job.name, latest, horizon).replace(tzinfo=zone).astimezone(UTC)
    return Source.of(Known(job.number, str(facts), as_of, format.yields, first, last))


def _weigh(job: Job, part: Part, new: Source) -> tuple[tuple[DayFigures, ...], Overlap]:
    """What it does to the client's days, and to what its other imports say."""
    rule, others = RULES[part], [Source.of(known) for known in job.known.get(part, ())]
    check_elsewhere(rule, new, job.elsewhere)
    days = tuple(day_figures(rule, new, [*others, new]))
    check_days(days)
    return days, overlap(rule, new, others)


def latest_time(now: datetime, zone: ZoneInfo) -> datetime:
    """The latest time a cell of a file read now can mean, on the clock of a shop in that zone."""
    return now.astimezone(zone).replace(tzinfo=None) + _SLACK


def recount(task: Recount) -> Recounted:
    """The days an import touched, without it."""
    rule, counting = RULES[task.part], [Source.of(known) for known in task.known]
    days = tuple(day_figures(rule, Source.of(task.gone), counting))
    lost = untold(task.part, task.gone, task.known, task.zone)
    return Recounted(days, roster(task.part, task.known, task.zone), lost)


def _with_dates(job: Job, order: Order) -> Job:
    answers = msgspec.structs.replace(job.answers, dates=order)
    return msgspec.structs.replace(job, answers=answers)


# -- the facts ------------------------------------------------------------------------------------


def _write_facts(
    table: Table, lines: Lines, cells: Cells, rejects: Rejects, work: Path, tell: Tell
) -> int:
    """Parse batch by batch into parts of the facts file; gives the number of accepted rows."""
    number = 0

    def keep(batch: Batch) -> Kept:
        nonlocal number
        facts, refused = cells.parse(batch)
        facts.write_parquet(_part(work, number), compression="lz4")
        number += 1
        return facts.height, refused

    _clear(work)
    accepted = 0
    for height, refused in _one_ahead(keep, table.batches()):
        accepted += height
        rejects.add(refused)
        tell(Progress(accepted + rejects.count, lines.share))
    return accepted


def _part(work: Path, number: int | str) -> Path:
    return work / (f"part-{number:05}.parquet" if isinstance(number, int) else "part-*.parquet")


def _clear(work: Path) -> None:
    for left in work.glob(_part(work, "*").name):
        left.unlink()


def _finish_facts(rule: Rule, cells: Cells, work: Path) -> int:
    """Make one facts file of the parts; gives the number of orders that lost a row.

    Those aren't `whole`: an earlier export that has all of such an order stays in force.
    """
    rows = pl.scan_parquet(_part(work, "*"))
    whole = ~pl.col(rule.key).is_in(list(cells.incomplete))
    kept = rows.with_columns(whole.alias("whole"))
    if rule.figures.__name__ == "Sales":
        kept = kept.with_columns(_only_of_samples(rows))
    kept.sink_parquet(work / FACTS, compression="zstd")
    if not cells.incomplete:
        return 0
    lost = pl.scan_parquet(work / FACTS).filter(~pl.col("whole"))
    return int(lost.select(pl.col(rule.key).n_unique()).collect().item())


def _only_of_samples(rows: pl.LazyFrame) -> pl.Expr:
    """Who ordered, where the whole order is a sample; a gift in an order that was paid isn't.

    Nor may it be one where a row was lost, which may be the paid one.
    """
    named = rows.filter(pl.col("sampled_by").is_not_null()).select("order_id").unique()
    paid = (
        rows.join(named, on="order_id", how="semi")
        .group_by("order_id")
        .agg(pl.col("list_subtotal").sum())
        .filter(pl.col("list_subtotal") != 0)
    )
    bought = paid.select("order_id").collect().to_series()
    return (
        pl.when(pl.col("whole") & ~pl.col("order_id").is_in(bought.implode()))
        .then("sampled_by")
        .alias("sampled_by")
    )


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


def _times(facts: Path, rule: Rule) -> tuple[date | None, date | None, datetime | None]:
    """The first and last day that count, and the latest time of all, on the shop's clock."""
    rows = pl.scan_parquet(facts)
    found = rows.select(
        pl.col(rule.day).min().dt.date().alias("first"),
        pl.col(rule.day).max().dt.date().alias("last"),
        pl.max_horizontal(pl.col(pl.Datetime).max()).alias("latest"),
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


def _repeats(new: Source) -> Iterator[str]:
    """Two equal lines of an order both count; a file pasted together has many."""
    facts = pl.struct(pl.exclude("line")).hash()
    found = new.rows.select((pl.len() - facts.n_unique()).alias("again")).collect().item()
    if found:
        rows = "1 row stands" if found == 1 else f"{found:,} rows stand"
        yield f"{rows} there a second time, word for word, and each counts"


def _outdated(accepted: int, shared: Overlap) -> Iterator[str]:
    if shared.superseded:
        rows = "all" if shared.superseded == accepted else f"{shared.superseded:,}"
        yield f"{rows} of its rows are older than what newer exports say of these orders"


def _warnings(cells: Cells, incomplete: int) -> Iterator[str]:
    if incomplete:
        counted = "1 order counts" if incomplete == 1 else f"{incomplete:,} orders count"
        yield f"{counted} without a row that was rejected, unless an earlier export has it whole."
    if cells.left_out:
        yield f"rows of other shops, left out: {cells.left_out:,}"
    if cells.strange:
        named = [f"{status} ({count:,})" for status, count in cells.strange.items()]
        yield f"statuses we don't know: {listed(named)}"
