"""The three verdicts on the log: what somebody did behind the program's back, and which of them says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from juryapp.application.edition.editions import open_place
from juryapp.application.log.anchors import anchors_in
from juryapp.application.log.check import LogVerdict, Soundness, check_integrity, check_log
from juryapp.application.log.words import verdict_words
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.protocol.printing import print_protocol
from juryapp.base.canonical import canonical_hash
from juryapp.base.errors import FileFormatError, RuleError
from juryapp.domain.log import next_entry
from juryapp.domain.log_copies import COMBINED
from juryapp.domain.packages import AnchorKind, PackageIssue
from prepared_award import Award, award_at, new_place
from workplace import services_in

WHOLE, PARTIAL, DIFFERS = Soundness.WHOLE, Soundness.PARTIAL, Soundness.DIFFERS
Verdicts = tuple[Soundness, Soundness, Soundness]
Tamper = Callable[[sqlite3.Connection], object]
JOINED_ROOT = "a" * 64


@pytest.fixture(scope="module")
def merged() -> Iterator[Path]:
    """An edition's file with packages and score files in it; tests work on copies."""
    with award_at("merged") as award, new_place() as folder:
        award.session.close()
        kept = Path(folder) / "kept.jurydb"
        kept.write_bytes(award.database.read_bytes())
        yield kept


@pytest.fixture
def file(merged: Path) -> Iterator[Path]:
    with new_place() as folder:
        path = Path(folder) / "edition.jurydb"
        path.write_bytes(merged.read_bytes())
        yield path


@pytest.fixture
def award() -> Iterator[Award]:
    with award_at("merged") as made:
        yield made


def tamper(file: Path, change: Tamper) -> None:
    """Change the file as somebody with a database tool would, triggers out of the way."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        change(connection)
        for _, sql in triggers:
            connection.execute(sql)


def verdict_on(file: Path, *anchors: str) -> LogVerdict:
    with new_place() as folder:
        session = open_place(services_in(Path(folder)), str(file), read_only=True)
        try:
            brought = [anchor for given in anchors for anchor in anchors_in(session, given)]
            return check_log(session, brought)
        finally:
            session.close()


def verdicts(found: LogVerdict) -> Verdicts:
    return found.integrity, found.coverage, found.anchoring


def sql(*statements: str) -> Tamper:
    def change(connection: sqlite3.Connection) -> None:
        assert sum(connection.execute(statement).rowcount for statement in statements) > 0

    return change


def entries(connection: sqlite3.Connection) -> list[tuple[str, int, str, str, str, str, str, str]]:
    return connection.execute(
        "SELECT chain, seq, made_at, actor, what, body, prev, hash FROM log_entry ORDER BY seq"
    ).fetchall()


def made_anew(connection: sqlite3.Connection) -> None:
    """Compute every hash of the log anew, as somebody who knows how would after a change."""
    [(prev,)] = connection.execute("SELECT root FROM log_chain").fetchall()
    for chain, seq, at, actor, what, body, _prev, _hash in entries(connection):
        fresh = canonical_hash([chain, seq, at, actor, what, body, prev])
        connection.execute(
            "UPDATE log_entry SET prev = ?, hash = ? WHERE seq = ?", (prev, fresh, seq)
        )
        prev = fresh


def newest(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT max(seq) FROM log_entry").fetchone()[0])


# ---- tampering, as the prototype of the chain does it


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (sql("UPDATE log_entry SET body = '{}' WHERE seq = 5"), DIFFERS),
        (sql("DELETE FROM log_entry WHERE seq = 5"), DIFFERS),
        (sql("UPDATE log_entry SET seq = 999 WHERE seq = 5", "UPDATE log_entry SET seq = 5 WHERE seq = 6",
             "UPDATE log_entry SET seq = 6 WHERE seq = 999"), DIFFERS),
        (sql("UPDATE log_entry SET hash = replace(hash, 'a', 'b') WHERE seq = 5"), DIFFERS),
        (sql("UPDATE log_entry SET body = substr(body, 1, 9) WHERE seq = 5"), DIFFERS),
    ],
)  # fmt: skip
def test_whatever_is_done_to_an_entry_in_the_middle_breaks_the_chain(
    change: Tamper, expected: Soundness, file: Path
) -> None:
    tamper(file, change)

    verdict = verdict_on(file)

    assert (verdict.integrity, verdict.broken_at) == (expected, 5)
    assert "5" in verdict_words(verdict).integrity


def test_a_last_entry_that_was_never_written_out_is_a_cut_and_no_forgery(file: Path) -> None:
    n = newest(file)
    tamper(file, sql(f"UPDATE log_entry SET body = substr(body, 1, 20) WHERE seq = {n}"))

    verdict = verdict_on(file)

    assert verdict.integrity is PARTIAL
    assert verdict.entries == n - 1
    assert "stop while saving" in verdict_words(verdict).integrity


def test_a_last_entry_that_is_complete_and_does_not_fit_was_changed(file: Path) -> None:
    tamper(file, sql(f"UPDATE log_entry SET actor = 'chair' WHERE seq = {newest(file)}"))

    assert verdict_on(file).integrity is DIFFERS


def test_a_cut_tail_is_seen_by_what_it_no_longer_tells(file: Path) -> None:
    """The chain looks whole; the newest file is kept, and the log does not tell of it."""
    tamper(file, sql(f"DELETE FROM log_entry WHERE seq = {newest(file)}"))

    verdict = verdict_on(file)

    assert verdicts(verdict) == (WHOLE, PARTIAL, WHOLE)
    assert len(verdict.untold) == 1
    assert not verdict.sound


def test_a_longer_cut_is_seen_by_the_heads_in_the_packages(file: Path) -> None:
    tamper(file, sql("DELETE FROM log_entry WHERE seq > 3"))

    verdict = verdict_on(file)

    assert (verdict.integrity, verdict.anchoring) == (WHOLE, DIFFERS)
    assert {anchor.kind for anchor in verdict.lost} == {AnchorKind.PACKAGE}


def test_a_log_that_was_made_anew_is_caught_by_a_head_outside_and_by_nothing_else(
    file: Path,
) -> None:
    """Everything inside fits: only what lies elsewhere can know."""
    head = verdict_on(file).head

    def forge(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE log_entry SET made_at = '2020-01-01T00:00:00Z' WHERE seq = 2")
        made_anew(connection)
        connection.execute("DELETE FROM anchor")

    tamper(file, forge)

    assert verdict_on(file).sound
    assert verdicts(verdict_on(file, head)) == (WHOLE, WHOLE, DIFFERS)


def test_an_entry_of_another_chain_does_not_fit_in_its_place(file: Path) -> None:
    with award_at("merged") as other:
        strange = other.log()[4]

    def swap(connection: sqlite3.Connection) -> None:
        values = (strange.at, strange.actor, strange.what, strange.body, strange.prev, strange.hash)
        connection.execute(
            "UPDATE log_entry SET made_at = ?, actor = ?, what = ?, body = ?, prev = ?, hash = ?"
            " WHERE seq = 5",
            values,
        )
        connection.execute("UPDATE log_entry SET made_at = '2030-01-01T00:00:00Z' WHERE seq = 5")

    tamper(file, swap)

    assert verdict_on(file).broken_at == 5


# ---- logs of other copies


def joined(award: Award, *, named: bool = True) -> str:
    """Join a chain of another copy, with or without an entry that names it; return its id."""
    first = next_entry(
        None,
        chain="OTHER",
        root=JOINED_ROOT,
        at="2026-01-01T00:00:00Z",
        actor="secretary",
        what="edition.made",
        body="{}",
    )
    with award.session.writing() as uow:
        uow.journal.join("OTHER", JOINED_ROOT, [first], "2026-01-02T00:00:00Z")
        if named:
            body = {"theirs": [{"chain": "OTHER", "head": first.hash}]}
            award.session.note(uow, COMBINED, body)
    return "OTHER"


def test_the_log_of_a_joined_copy_is_checked_with_ones_own(award: Award) -> None:
    joined(award)

    verdict = award.check()

    assert verdict.sound
    assert [chain.joined for chain in verdict.chains] == [False, True]
    assert "1 other copy" in verdict_words(verdict).integrity


def test_a_joined_log_that_no_entry_names_was_slipped_in(award: Award) -> None:
    joined(award, named=False)

    verdict = award.check()

    assert verdict.integrity is DIFFERS
    assert "another copy" in verdict_words(verdict).integrity


def test_a_change_in_the_log_of_a_joined_copy_is_found(award: Award) -> None:
    joined(award)
    award.session.close()
    tamper(award.database, sql("UPDATE log_entry SET actor = 'chair' WHERE chain = 'OTHER'"))

    assert verdict_on(award.database).integrity is DIFFERS


# ---- heads from outside


def test_heads_are_found_in_packages_receipts_backups_and_papers(
    award: Award, tmp_path: Path
) -> None:
    receipts, _ = write_receipts(award.session, tmp_path / "receipts")
    paper = print_protocol(award.session, tmp_path / "draft.pdf").record.log_head
    backup = tmp_path / "backup.jurydb"
    award.session.database.backup(backup)
    brought = [str(award.written[0].path), str(receipts[0].path), str(backup), paper]

    anchors = [anchor for given in brought for anchor in anchors_in(award.session, given)]

    kinds = [AnchorKind.PACKAGE, AnchorKind.RECEIPT, AnchorKind.BACKUP, AnchorKind.PAPER]
    assert [anchor.kind for anchor in anchors] == kinds
    assert check_log(award.session, anchors).sound


def test_a_package_remembers_the_head_and_so_does_the_edition(award: Award) -> None:
    with award.session.reading() as uow:
        packages = [a for a in uow.anchors() if a.kind is AnchorKind.PACKAGE]

    assert {anchor.named for anchor in packages} == {made.sha256 for made in _issues(award)}
    assert packages
    assert {anchor.head for anchor in packages} <= {entry.hash for entry in award.log()}


def _issues(award: Award) -> list[PackageIssue]:
    with award.session.reading() as uow:
        return [*uow.packages()]


def test_what_holds_no_head_is_named_and_nothing_is_claimed(award: Award, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello", encoding="utf-8")
    pdf = tmp_path / "unknown.pdf"
    pdf.write_bytes(b"%PDF-1.7")

    for path, code in (
        (text, "E-KIND"),
        (pdf, "E-PROTOCOL"),
        (tmp_path / "none.pdf", "E-NOT-FOUND"),
    ):
        with pytest.raises(FileFormatError) as caught:
            anchors_in(award.session, str(path))
        assert caught.value.code == code


def test_a_protocol_is_not_approved_from_a_broken_log(award: Award) -> None:
    check_integrity(award.session)
    with award.session.writing() as uow:
        last = uow.journal.last()
        assert last is not None
        strange = replace(last, chain="BROKEN", seq=1)
        uow.journal.join("BROKEN", "b" * 64, [strange], "2026-01-02T00:00:00Z")

    with pytest.raises(RuleError) as caught:
        check_integrity(award.session)
    assert caught.value.code == "E-CHAIN"
