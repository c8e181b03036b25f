"""Combining two copies: the score files, what they say, and which of them count.

Nothing is believed of a file that is new here but what its juror signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from juryapp.application.copies.combining_state import Combining, beyond
from juryapp.application.log import bodies as log_bodies
from juryapp.application.merge.workbooks import read_workbook
from juryapp.application.paper.kept import says_the_same
from juryapp.application.ports import Expected, Statements
from juryapp.application.ports.contents import Said
from juryapp.application.session import the_round
from juryapp.base.canonical import Json
from juryapp.base.errors import FileFormatError
from juryapp.base.files import sha256
from juryapp.base.i18n import N_
from juryapp.domain.packages import Exclusion, Origin, ReceivedFile, ScoreContent
from juryapp.domain.statements import C, K, Stated

TAKEN_OUT_ONCE: Final = N_(
    "One copy took the file “{file}” out and the other one let it count, or the chair’s word on it is only in"
    " one. What is stricter stands; change it if it shall be otherwise."
)
NOT_SIGNED: Final = N_(
    "What the other copy says that the score file “{file}” holds is not what the juror signed, so somebody"
    " has changed that copy. It is not combined; look at an older copy of it."
)


def unite_files(work: Combining) -> None:
    """Add the score files that are new here, with what they say; keep what was laid aside.

    Raises:
        FileFormatError: The other copy says of a file what its juror has not signed.
    """
    known = {file.sha256 for file in work.own.files}
    new = [file for file in work.other.files if file.sha256 not in known]
    kept, theirs = work.ours.files, work.theirs.files
    for file in new:
        kept.put(file, theirs.sealed(file.sha256), theirs.opened(file.sha256))
    _unite_origins(work, new)
    work.added["files"] += len(new)
    said: dict[str, list[str]] = {}
    _unite_statements(work, work.ours.marks, "mark", said)
    _unite_statements(work, work.ours.declarations, "declaration", said)
    _unite_statements(work, work.ours.notes, "note", said)
    if new:
        _tell_files(work, new, said)
    _unite_held(work)
    ran = {run.sha256 for run in work.own.practice}
    for run in work.other.practice:
        if run.sha256 not in ran:
            kept.put_practice(run)


def _unite_origins(work: Combining, new: Sequence[ReceivedFile]) -> None:
    """Take over how the files came about that nobody signed; `_tell_files` checks what they say."""
    origins = {origin.sha256: origin for origin in work.other.origins}
    for file in new:
        origin = origins.get(file.sha256)
        if origin is not None:
            work.ours.files.put_origin(origin)
            work.told.append(("file.unsigned", log_bodies.file_unsigned(origin)))


def _tell_files(
    work: Combining, new: Sequence[ReceivedFile], said: Mapping[str, list[str]]
) -> None:
    """Check the files that are new here, and tell the log of them."""
    expected = _expected(work)
    for file in new:
        hashes = said.get(file.sha256, [])
        _check_file(work, file, hashes, expected)
        body = log_bodies.file_taken(file.sha256, file.juror, hashes)
        work.told.append(("file.taken", body))


def _expected(work: Combining) -> Expected:
    ours = work.ours
    return Expected(
        edition=ours.edition(),
        round=the_round(ours),
        jurors=ours.jurors.all(),
        nominees=[nominee.id for nominee in ours.nominees.all()],
        listed=ours.nominees.all(),
        criteria=ours.criteria.all(),
        comment=ours.rules().comment,
        packages=ours.packages(),
        keys=ours.keys.all(),
        taken=frozenset(file.sha256 for file in work.other.files),
    )


def _check_file(work: Combining, file: ReceivedFile, said: list[str], expected: Expected) -> None:
    """Raise FileFormatError unless the juror signed what the other copy says that the file says.

    Of a workbook or a paper nobody signed anything: it must say the same as the document that was kept with
    it, and what vouches for it is the log of the other copy, as it does for everything done there.
    """
    kept = work.ours.files
    sealed, opened = kept.sealed(file.sha256), kept.opened(file.sha256)
    codec = work.session.services.score_files
    origin = kept.origins().get(file.sha256)
    if origin is not None:
        content, key = _unsigned(work, file.name, sealed, opened, expected), ""
        if origin.origin is Origin.PAPER and not says_the_same(sealed, content, origin):
            raise FileFormatError(NOT_SIGNED, code="E-COMBINE-FILE", file=file.name)
    else:
        content, key = codec.read_signed(file.name, sealed, opened, expected)
    signed = [stated.statement.hash for stated in content.marks]
    signed += [stated.statement.hash for stated in content.declarations]
    signed += [stated.statement.hash for stated in content.notes]
    pinned = {(known.juror, known.public_key) for known in expected.keys}
    right = (sha256(sealed), content.juror, sorted(signed)) == (
        file.sha256,
        file.juror,
        sorted(said),
    )
    vouched = content.origin is origin.origin if origin else (file.juror, key) in pinned
    if not (right and vouched):
        raise FileFormatError(NOT_SIGNED, code="E-COMBINE-FILE", file=file.name)


def _unsigned(
    work: Combining, name: str, received: bytes, document: bytes, expected: Expected
) -> ScoreContent:
    """Return what a ballot says that nobody signed; an Excel ballot must say it still."""
    services = work.session.services
    content = services.score_files.read_unsigned(name, document, expected)
    if content.origin is Origin.WORKBOOK:
        again = read_workbook(services, name, received, expected)
        if again.opened != document:
            raise FileFormatError(NOT_SIGNED, code="E-COMBINE-FILE", file=name)
    return content


def _unite_statements(
    work: Combining, kind: Statements[K, C], name: str, said: dict[str, list[str]]
) -> None:
    """Add what the other copy's files say, file by file, and what was said on its machine."""
    own: Said[K, C] = getattr(work.own, f"{name}s")
    other: Said[K, C] = getattr(work.other, f"{name}s")
    here = {item.stated.statement: item.files for item in own.statements}
    new: dict[str, list[Stated[K, C]]] = {}
    for item in other.statements:
        statement = item.stated.statement
        for file in item.files:
            said.setdefault(file, []).append(statement.hash)
            if file not in here.get(statement, ()):
                new.setdefault(file, []).append(item.stated)
    for known in work.own.files:
        if known.sha256 in new:  # what it says has been known since it was taken in
            raise FileFormatError(NOT_SIGNED, code="E-COMBINE-FILE", file=known.name)
    for file, stated in new.items():
        work.added[f"{name}s"] += kind.add(stated, file=file)
    for made_here in new.get("", ()):
        work.told.append((f"{name}.said", log_bodies.statement_said(made_here.statement)))


def _unite_held(work: Combining) -> None:
    known = {file.sha256 for file in work.own.held} | {file.sha256 for file in work.own.files}
    for held in work.other.held:
        if held.sha256 not in known:
            work.ours.files.hold(held, work.theirs.files.held_bytes(held.sha256))
            work.told.append(("file.held", log_bodies.file_held(held)))
            work.added["held"] += 1


def unite_exclusions(work: Combining) -> None:
    """Add what was said about files that do not count, or count again."""
    names = {file.sha256: file.name for file in (*work.other.files, *work.own.files)}
    by_file: dict[str, list[Exclusion]] = {}
    for exclusion in work.other.exclusions:
        by_file.setdefault(exclusion.sha256, []).append(exclusion)
    for digest, theirs in by_file.items():
        mine = [e for e in work.own.exclusions if e.sha256 == digest]
        lacking = beyond(theirs, mine)
        if not lacking:
            continue
        ahead = beyond(mine, theirs)
        if ahead and _strength(mine[-1]) != _strength(lacking[-1]):
            work.differ("E-COMBINE-EXCLUSION", TAKEN_OUT_ONCE, file=names.get(digest, digest))
            if _strength(mine[-1]) > _strength(lacking[-1]):
                lacking.append(mine[-1])
        for exclusion in lacking:
            work.ours.files.exclude(replace(exclusion, n=work.ours.files.next_exclusion()))
            work.told.append(_told_exclusion(exclusion))
            work.added["exclusions"] += 1
    if work.added["exclusions"] or work.added["files"]:  # a file can let another one count, or not
        work.ours.marks.refresh()
        work.ours.declarations.refresh()
        work.ours.notes.refresh()


def _strength(exclusion: Exclusion) -> int:
    """Return which of two last words on a file stands: out, then the chair's word, then put back."""
    if exclusion.excluded:
        return 2
    return 1 if exclusion.reason else 0


def _told_exclusion(exclusion: Exclusion) -> tuple[str, Json]:
    if not exclusion.excluded and exclusion.reason:
        return "draft.counts", log_bodies.draft_counts(exclusion.sha256, exclusion.reason)
    what = "file.taken_out" if exclusion.excluded else "file.put_back"
    return what, {"sha256": exclusion.sha256}
