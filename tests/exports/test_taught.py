"""Formats people taught: read back as written, said when broken, and never in the way."""

import csv
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ImportRefused, NotFound, RefusalError
from data.exports.job import FACTS, Answers, Job, Preview, Report
from data.exports.previewing import preview
from data.exports.reading import read
from data.exports.recognise import FORMATS
from data.exports.taught import Taught, archive, keep, read_shelf, read_taught, toml
from data.store import disk
from data.text import plain
from tests.exports.books import saved
from tests.exports.sheet import ROW, sheet, written

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
COLUMNS = {
    "order_id": "Bestellung",
    "status": "Zustand",
    "sku_id": "Artikel",
    "quantity": "Stück",
    "list_subtotal": "Listenpreis",
    "subtotal": "Betrag",
    "order_refund": "Erstattung",
    "created_at": "Angelegt",
    "paid_at": "Bezahlt",
}
GERMAN = Taught(becomes="orders", columns=COLUMNS, name="umsatz")
OURS = {column.fact: column.header for column in GERMAN.base.columns}


def export(*rows: dict[str, str], columns: dict[str, str] = COLUMNS) -> bytes:
    """Orders under other headers, with a buyer beside them."""
    header = [*columns.values(), "Käufer"]
    first = {header: ROW[OURS[fact]] for fact, header in columns.items()}
    return sheet(*rows, header=header, like=first | {"Käufer": "Perpetua Quillfeather"})


def taken(
    tmp_path: Path, data: bytes, market: str = "US", answers: Answers | None = None
) -> Report:
    """The report of a file, read with what lies in `tmp_path/formats`."""
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    (work / "export.csv").write_bytes(data)
    return read(
        Job(
            file=str(work / "export.csv"),
            name="umsatz-2026-09-09-07_16.csv",
            market=market,
            answers=answers or Answers(),
            work=str(work),
            now=NOW,
            known={},
            formats=str(tmp_path / "formats"),
        )
    )


def write(tmp_path: Path, name: str, text: str) -> Path:
    folder = tmp_path / "formats"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


# -- the file -------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    headers=st.lists(
        st.text(min_size=1, max_size=40).filter(plain), min_size=len(COLUMNS), max_size=len(COLUMNS)
    ),
    title=st.text(max_size=40),
    left_out=st.lists(st.text(max_size=30), max_size=3),
    dates=st.sampled_from([None, "day first", "month first"]),
)
def test_what_is_kept_is_what_is_read_back(
    headers: list[str], title: str, left_out: list[str], dates: str | None
) -> None:
    made = msgspec.structs.replace(
        GERMAN,
        columns=dict(zip(COLUMNS, map(plain, headers), strict=True)),
        title=plain(title),
        left_out=tuple(map(plain, left_out)),
        dates=dates,
        market="VN",
        taught_by="ana",
        taught_on=date(2026, 11, 20),
    )
    with TemporaryDirectory() as folder:
        path = keep(Path(folder) / "formats", made)
        assert read_taught(path) == made
        assert path.read_text("utf-8") == toml(made)
        assert disk.names(path.parent) == ["umsatz.toml"]
        assert path.stat().st_mode & 0o777 == 0o660


GOOD = toml(GERMAN)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "becomes"),
        ("becomes = 'orders'", "columns"),
        (GOOD.replace('"orders"', '"invoices"'), "becomes: it is one of orders, returns"),
        (GOOD.replace('"orders"', "7"), r"\$.becomes"),
        (GOOD.replace("paid_at", "paid_when"), "columns.paid_when: orders has no such fact"),
        (GOOD.replace('paid_at = "Bezahlt"', ""), "columns.paid_at: it is missing"),
        (GOOD.replace('"Bezahlt"', '" "'), "columns.paid_at: a header has 1 to 400"),
        (GOOD.replace('"Bezahlt"', f'"{"B" * 401}"'), "columns.paid_at"),
        (GOOD.replace('"Bezahlt"', "[1]"), r"\$.columns"),
        ('market = "XX"\n' + GOOD, "market: “XX” is no market we know"),
        ('dates = "year first"\n' + GOOD, r"\$.dates"),
        ("surprise = 1\n" + GOOD, "surprise"),
        ("becomes = 'orders\n", "at end of document"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "4300 digits"),
        ("# " + "x" * (1 << 20), "longer than 1 MB"),
        ("\x1b[2J\u202e = 1\n" + GOOD, "line 1"),
    ],
)
def test_a_broken_one_is_said_by_file_and_key_and_the_others_stay(
    tmp_path: Path, text: str, key: str
) -> None:
    write(tmp_path, "umsatz.toml", GOOD)
    path = write(tmp_path, "shared.toml", text)
    with pytest.raises(RefusalError, match=f"^shared.toml can't be used: .*{key}") as refusal:
        read_taught(path)
    assert str(refusal.value).isprintable()
    shelf = read_shelf(path.parent)
    assert shelf.taught == (GERMAN,)
    assert shelf.broken == (str(refusal.value),)


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_nonsense_never_stops_anything(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "any.toml").write_bytes(data)
        shelf = read_shelf(Path(folder))
        assert (len(shelf.taught), len(shelf.broken)) == (0, 1)
        assert shelf.broken[0].isprintable()


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    assert read_shelf(folder).formats == FORMATS  # an old workspace has none
    folder.mkdir()
    os.mkfifo(folder / "fifo.toml")
    (folder / "folder.toml").mkdir()
    (folder / "link.toml").symlink_to(write(tmp_path, "aside.txt", GOOD))
    for name in ("orders.toml", "Ümlaut.toml", "..toml", "a b.toml"):
        write(tmp_path, name, GOOD)
    write(tmp_path, "old.toml.old", GOOD)
    shelf = read_shelf(folder)
    assert shelf.taught == ()
    assert len(shelf.broken) == 7
    assert any("orders is the name of a built-in format" in words for words in shelf.broken)


def test_of_several_at_once_one_has_the_name(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from data.errors import RefusalError\n"
        "from data.exports.taught import keep, read_taught\n"
        "made = read_taught(Path(sys.argv[1]), 'mine')\n"
        "sys.stdin.readline()\n"
        "try:\n"
        "    keep(Path(sys.argv[2]), made)\n"
        "except RefusalError as refusal:\n"
        "    sys.exit(str(refusal))\n"
    )
    folder = tmp_path / "taught"
    runs = []
    for number in range(4):
        text = toml(msgspec.structs.replace(GERMAN, title=f"by {number}"))
        command = [
            sys.executable,
            "-c",
            program,
            str(write(tmp_path, f"a{number}.toml", text)),
            str(folder),
        ]
        runs.append(
            subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
    for run in runs:
        assert run.stdin
        run.stdin.write("now\n")
        run.stdin.flush()
    said = [run.communicate(timeout=60)[1] for run in runs]
    codes = [run.returncode for run in runs]
    assert sorted(codes) == [0, 1, 1, 1]
    winner = codes.index(0)
    assert read_shelf(folder).taught[0].title == f"by {winner}"
    assert all("there is a format mine already" in words for words in said if words)
    assert disk.names(folder) == ["mine.toml"]


def test_what_is_put_aside_is_kept_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    for title, kept in (("one", "umsatz.toml.old"), ("two", "umsatz.toml.old2")):
        keep(folder, msgspec.structs.replace(GERMAN, title=title))
        assert archive(folder, "umsatz") == kept
        assert f'"{title}"' in (folder / kept).read_text("utf-8")
    assert read_shelf(folder).taught == ()
    with pytest.raises(NotFound, match="no format umsatz was taught here"):
        archive(folder, "umsatz")
    with pytest.raises(RefusalError):
        archive(folder, "../umsatz")
    with pytest.raises(NotFound, match="It is built in"):
        archive(folder, "orders")
    assert disk.names(folder) == ["umsatz.toml.old", "umsatz.toml.old2"]


# -- reading by it --------------------------------------------------------------------------------


def test_a_taught_export_becomes_the_same_facts(tmp_path: Path) -> None:
    import polars as pl

    keep(tmp_path / "formats", GERMAN)
    rows = (
        {"Bezahlt": "09/13/2026 3:00:04 PM", "Angelegt": "09/13/2026 2:59:59 PM"},
        {"Stück": "x"},
    )
    report = taken(tmp_path, export(*rows))
    assert (report.format, report.part, report.market) == ("umsatz", "sales", "US")
    assert (report.accepted, report.rejected) == (1, 1)
    assert (report.rejects[0].column, report.rejects[0].value) == ("Stück", "x")
    facts = pl.read_parquet(tmp_path / "work" / FACTS)
    assert "Perpetua" not in str(facts.to_dict(as_series=False))
    taken(tmp_path, sheet({}))
    assert facts.schema == pl.read_parquet(tmp_path / "work" / FACTS).schema


def test_columns_somebody_left_out_are_no_news(tmp_path: Path) -> None:
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, left_out=("Käufer",)))
    row = {"Bezahlt": "09/13/2026 3:00:04 PM"}
    assert taken(tmp_path, export(row)).warnings == ()


def test_a_name_that_became_a_built_in_ones_can_be_let_go(tmp_path: Path) -> None:
    write(tmp_path, "orders.toml", GOOD)
    assert "take another" in read_shelf(tmp_path / "formats").broken[0]
    assert archive(tmp_path / "formats", "orders") == "orders.toml.old"
    assert read_shelf(tmp_path / "formats").broken == ()


def test_two_facts_may_share_a_column(tmp_path: Path) -> None:
    one_time = COLUMNS | {"created_at": "Bezahlt", "list_subtotal": "Betrag"}
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, columns=one_time))
    report = taken(tmp_path, export({"Bezahlt": "09/13/2026 3:00:04 PM"}))
    assert (report.accepted, report.first) == (1, date(2026, 9, 13))


def test_a_format_we_know_comes_first(tmp_path: Path) -> None:
    same = {fact: OURS[fact] for fact in COLUMNS}
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, columns=same))
    assert taken(tmp_path, sheet({})).format == "orders"


@pytest.mark.parametrize(
    ("dates", "day"), [("day first", date(2026, 1, 9)), ("month first", date(2026, 9, 1))]
)
def test_its_dates_beat_the_markets_and_a_persons_word_beats_both(
    tmp_path: Path, dates: str, day: date
) -> None:
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, dates=dates))
    data = export({"Bezahlt": "09/01/2026 15:00:04", "Angelegt": "09/01/2026 15:00:04"})
    assert taken(tmp_path, data).first == day
    assert taken(tmp_path, data, answers=Answers(dates="day first")).first == date(2026, 1, 9)


def test_dates_that_could_be_either_are_asked_for_though_the_market_says_one(
    tmp_path: Path,
) -> None:
    keep(tmp_path / "formats", GERMAN)
    with pytest.raises(ImportRefused, match="whether the day or the month comes first"):
        taken(tmp_path, export({"Bezahlt": "09/01/2026 15:00:04"}))


def test_a_layout_of_one_market_is_refused_for_a_client_of_another(tmp_path: Path) -> None:
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, market="VN"))
    with pytest.raises(
        ImportRefused, match="of umsatz in Vietnam, and this client sells in United"
    ):
        taken(tmp_path, export({}))


def test_a_broken_one_is_a_warning_of_an_import_that_went_well(tmp_path: Path) -> None:
    write(tmp_path, "torn.toml", GOOD[:90])
    report = taken(tmp_path, sheet({}))
    assert report.accepted == 1
    assert report.warnings[-1].startswith("torn.toml can't be used")


@pytest.mark.parametrize(
    "header",
    [
        "[@click=app.quit]Bezahlt[/",
        "\x1b]0;x\x07\x1b[31mBezahlt",
        "支払日時",
        "=cmd|' /C calc'!A0",
        "P" * 300,
    ],
)
def test_a_hostile_header_is_only_a_header(tmp_path: Path, header: str) -> None:
    data = export({}, columns=COLUMNS | {"paid_at": header})
    (tmp_path / "a.csv").write_bytes(data)
    seen = preview(Preview(str(tmp_path / "a.csv"), "US", NOW))
    shown = seen.headers[8]
    assert shown.isprintable()
    made = msgspec.structs.replace(
        GERMAN, columns=COLUMNS | {"paid_at": shown}, dates="month first"
    )
    keep(tmp_path / "formats", made)
    report = taken(tmp_path, data)
    assert (report.format, report.accepted, report.first) == ("umsatz", 1, date(2026, 9, 1))


# -- the beginning of a file ----------------------------------------------------------------------


def test_the_first_rows_as_they_would_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(export({"Bezahlt": "13/09/2026 15:00"}, {"Betrag": "ten"}, *[{}] * 600))
    seen = preview(Preview(str(file), "US", NOW, GERMAN))
    assert (seen.rows, seen.accepted, seen.note) == (200, 199, "")
    good, bad = seen.first[0], seen.first[1]
    assert good.cells[0] == "576461234567890001"
    assert good.cells[4:7] == ("$12.50", "$10.00", "$0.00")
    assert good.cells[-1] == "2026-09-13 15:00"
    assert bad.refused == "Betrag “ten”: not an amount in USD"
    assert (bad.line, [row.line for row in seen.first]) == (3, [2, 3, 4, 5, 6])


def test_what_the_first_rows_cannot_tell_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(export({}))
    seen = preview(Preview(str(file), "US", NOW, GERMAN))
    assert (seen.rows, seen.accepted) == (1, 1)
    assert "whether the day or the month comes first" in seen.note


def test_statuses_in_other_words_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(export({"Bezahlt": "13/09/2026 15:00", "Zustand": "Storniert"}, {}))
    seen = preview(Preview(str(file), "US", NOW, GERMAN))
    assert (seen.accepted, seen.note) == (2, "statuses we don't know: storniert")


def test_a_file_with_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([["", " "], []]))
    with pytest.raises(ImportRefused, match="it is empty"):
        preview(Preview(str(tmp_path / "a.csv"), "US", NOW))
    (tmp_path / "b.csv").write_bytes(export())
    seen = preview(Preview(str(tmp_path / "b.csv"), "US", NOW, GERMAN))
    assert (seen.rows, seen.first) == (0, ())


def test_a_workbook_is_taught_like_any_other(tmp_path: Path) -> None:
    rows = csv.reader(export({}, {"Stück": "x"}).decode("utf-8-sig").splitlines())
    file = saved(tmp_path / "a.xlsx", {"Blatt": list(rows)})
    seen = preview(Preview(str(file), "US", NOW))
    assert seen.headers == (*COLUMNS.values(), "Käufer")
    assert seen.samples[0] == "576461234567890001"
    keep(tmp_path / "formats", msgspec.structs.replace(GERMAN, dates="month first"))
    report = taken(tmp_path, file.read_bytes())
    assert (report.format, report.accepted, report.rejected) == ("umsatz", 1, 1)
