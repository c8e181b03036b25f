"""Reading the log: sentences with names, finding, and taking it along as a table."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from juryapp import application
from juryapp.application.decisions.deciding import decide
from juryapp.application.log.export import export_log
from juryapp.application.log.reading import LogBook, LogQuery, Names, day_end, day_start, read_log
from juryapp.application.log.sentences import TELLINGS, LogKind
from juryapp.base.errors import UsageError
from juryapp.base.i18n import use_language
from juryapp.domain.decisions import Outcome
from juryapp.domain.log import LogEntry
from prepared_award import Award, award_at

NO_NAMES = Names(
    jurors={"J1": "Åse Å"},
    nominees={"N1": "Fjordby"},
    categories={},
    criteria={},
    nominations={},
    senders={"f" * 64: "J1"},
    marks={},
)


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as made:
        yield made


def told(book: LogBook, query: LogQuery | None = None) -> list[str]:
    return [book.line(place).what for place in book.find(query or LogQuery())]


def an_entry(seq: int, what: str = "juror.put", body: str = '{"juror":"J1"}') -> LogEntry:
    at = f"2026-11-{seq % 28 + 1:02}T12:00:00Z"
    return LogEntry(
        chain="C", seq=seq, at=at, actor="secretary", what=what, body=body, prev="", hash="a" * 64
    )


# ---- sentences


def test_every_entry_is_a_sentence_with_names_and_the_newest_comes_first(award: Award) -> None:
    decide(award.session, award.nominee("Elvestad").id, Outcome.WINNER)

    book = read_log(award.session)

    assert told(book)[0] == "Recorded for Elvestad: Winner, “Alle”"
    assert told(book)[-1] == "Made the edition"
    assert "Read in a score file from Bjarne Øvrebø" in told(book)
    assert {book.line(n).who for n in range(len(book))} == {"The secretariat", "The chair"}
    assert all(book.line(n).hash == book.entries[n].hash for n in range(len(book)))


def test_whatever_the_program_writes_to_the_log_has_a_sentence_of_its_own(award: Award) -> None:
    desk = award.desk(award.written[0])
    written = {entry.what for entry in award.log()}
    with desk.reading() as uow:
        written |= {entry.what for entry in uow.journal.all()}
    desk.close()

    assert written <= TELLINGS.keys()


def test_no_entry_is_written_that_has_no_sentence() -> None:
    """What is written stands in the source as a literal, or in a table beside the call."""
    told = re.compile(r"""note\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)""")
    sources = Path(application.__file__).parent.rglob("*.py")

    written = {what for path in sources for what in told.findall(path.read_text(encoding="utf-8"))}

    assert len(written) > 20
    assert written <= TELLINGS.keys()


def test_the_secretariat_never_reads_a_mark_in_its_log(award: Award) -> None:
    award.conflict()

    book = read_log(award.session)

    assert LogKind.MARKS not in {book.line(n).kind for n in range(len(book))}
    assert not any(c.isdigit() for line in told(book) for c in line if "score file" in line)


def test_a_juror_reads_the_own_marks_in_the_own_log(award: Award) -> None:
    desk = award.desk(award.written[1])

    marks = {line for line in told(read_log(desk, desk=True)) if line.startswith("Gave")}
    desk.close()

    assert {"Gave Fjordby 7 for “Samarbeid”", "Gave Fjordby 5 for “Nyskaping”"} <= marks
    assert len(marks) >= 6


def test_an_entry_that_somebody_made_into_something_else_is_read_all_the_same() -> None:
    entries = [
        an_entry(1, "file.taken", "no json"),
        an_entry(2, "something.new", "[]"),
        an_entry(3, "juror.put", '{"juror":"GONE"}'),
    ]

    book = LogBook(entries, NO_NAMES, {})

    assert told(book) == [
        "Read in a score file from somebody who was removed",
        "Did something else: something.new",
        "Added or changed somebody who was removed",
    ]


# ---- finding


def test_entries_are_found_by_words_in_any_order_and_case(award: Award) -> None:
    book = read_log(award.session)

    found = told(book, LogQuery(words="BJARNE score read"))

    assert found == ["Read in a score file from Bjarne Øvrebø"]
    assert told(book, LogQuery(words="nothing like this")) == []


def test_what_is_found_by_nominee_holds_the_files_that_speak_of_it(award: Award) -> None:
    decide(award.session, award.nominee("Elvestad").id, Outcome.WINNER)
    book = read_log(award.session)

    elvestad = told(book, LogQuery(nominee=award.nominee("Elvestad").id))
    fjordby = told(book, LogQuery(nominee=award.nominee("Fjordby").id))

    assert elvestad[0].startswith("Recorded for Elvestad")
    assert len(fjordby) == len(elvestad) - 1 >= 3


def test_entries_are_found_by_juror_kind_and_time_together(award: Award) -> None:
    book = read_log(award.session)
    astrid = award.juror("astrid").id

    packages = told(book, LogQuery(juror=astrid, kind=LogKind.PACKAGES))

    assert packages == ["Made jury package 1 for Astrid Åsen"]
    assert told(book, LogQuery(juror=astrid, since="2999")) == []
    assert told(book, LogQuery(until="2000")) == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone per process")
def test_a_day_is_the_whole_local_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    try:
        assert day_start("2026-11-12") == "2026-11-11T23:00:00Z"
        assert day_end("2026-11-12") == "2026-11-12T22:59:59Z"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert day_start("") == day_end("") == ""
    with pytest.raises(UsageError):
        day_start("tomorrow")


def test_another_language_tells_everything_anew(award: Award) -> None:
    book = read_log(award.session)
    before = book.line(0)

    use_language("nb")
    try:
        book.forget_words()
        after = book.line(0)
    finally:
        use_language("en")

    assert after is not before
    assert after.at == before.at


def test_of_fifty_thousand_entries_only_those_that_are_looked_at_are_told() -> None:
    book = LogBook([an_entry(n) for n in range(1, 50_001)], NO_NAMES, {})

    book.line(40)

    assert len(book.find(LogQuery())) == 50_000
    assert len(book._lines) == 1
    assert len(book.find(LogQuery(juror="J1", kind=LogKind.SETUP))) == 50_000
    assert len(book._lines) == 1


# ---- as a table


def test_the_log_goes_out_as_csv_that_a_norwegian_excel_opens(award: Award, tmp_path: Path) -> None:
    book = read_log(award.session)

    path = export_log(award.session.services, book, range(len(book))[::-1], tmp_path / "log.csv")

    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(book) + 1
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][:4] == ["No.", "When", "Who", "What was done"]
    assert rows[1][3] == "Made the edition"
    assert rows[1][8] == book.entries[-1].hash


def test_the_log_goes_out_as_a_workbook(award: Award, tmp_path: Path) -> None:
    book = read_log(award.session)

    path = export_log(award.session.services, book, book.find(LogQuery()), tmp_path / "log.xlsx")

    workbook = load_workbook(path)
    sheet = workbook.active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    workbook.close()
    assert len(rows) == len(book) + 1
    assert rows[-1][3] == "Made the edition"
    assert rows[-1][0] == 1


def test_another_kind_of_file_is_refused_before_anything_is_written(
    award: Award, tmp_path: Path
) -> None:
    with pytest.raises(UsageError):
        export_log(award.session.services, read_log(award.session), [0], tmp_path / "log.txt")

    assert not (tmp_path / "log.txt").exists()
