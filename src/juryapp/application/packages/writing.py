"""Writing one jury package per juror."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from juryapp.application.edition.attachments import GONE, lacking
from juryapp.application.file_names import package_name, workbook_name
from juryapp.application.keys.juror_keys import void_earlier
from juryapp.application.packages.practice import practice_nominee
from juryapp.application.packages.workbooks import write_workbook
from juryapp.application.ports import UnitOfWork
from juryapp.application.ports.exchange import Pieces
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.results.scoring import load_standings
from juryapp.application.session import Session, the_open_round
from juryapp.base.canonical import Json
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import make_folder
from juryapp.base.i18n import N_, texts_in
from juryapp.domain.attachments import Attachment
from juryapp.domain.award import Edition, Round
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId, NomineeId, RoundId
from juryapp.domain.impartiality import Standing
from juryapp.domain.jury import Juror, own_order
from juryapp.domain.nominees import Nomination, Nominee
from juryapp.domain.packages import (
    Anchor,
    AnchorKind,
    PackageContent,
    PackageIssue,
    PackageKind,
)

DOES_NOT_SCORE = N_("{juror} does not give marks, so there is no package to make.")
SUFFIX = ".jurypack"
WORKBOOK_SUFFIX = ".xlsx"
ONE_FILE = N_(
    "“{file}” is one file, and there are {n} packages to write. Name a folder, or one juror."
)
NO_WORKBOOK = N_(
    "An Excel ballot is for giving marks. Ask for declarations alone with a jury package, or on paper."
)
NO_KEYS = N_(
    "The keys of this edition are not on this computer. Packages are made on the computer where the edition"
    " was made."
)
GROUNDS = (
    N_("I work for the nominee, or have done so recently."),
    N_("Somebody close to me works there or gains by the outcome."),
    N_("I sit on its board, or own part of it."),
    N_("My own organisation has nominated it."),
    N_("I have helped with the nomination."),
    N_("There is something else that could make others doubt my judgement."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPackage:
    """A package that lies in the folder now."""

    juror: Juror
    path: Path
    issue: int
    sha256: str
    nominees: int
    locked: bool  # by a password


def write_packages(
    session: Session,
    folder: Path,
    kind: PackageKind = PackageKind.SCORE,
    *,
    jurors: Sequence[JurorId] = (),
    passwords: Mapping[JurorId, str] | None = None,
    reissue: bool = False,
    workbook: bool = False,
    progress: Progress = UNWATCHED,
) -> tuple[list[WrittenPackage], ChangeSet]:
    """Write a package for each juror who scores (or for those named) into `folder`.

    With `workbook` it is an Excel ballot, for those who will not install anything: on record like a package
    to score, but what comes back in it is signed by nobody.

    A single package may also be given a file of its own: then `folder` is a path that ends in .jurypack
    (a workbook: in .xlsx).
    A new package of the same juror has the next issue number; earlier ones stay valid. Not so with
    `reissue`, for a machine or a package that was lost: then the juror's keys are closed from this entry of
    the log on, and no new key is enrolled with an earlier package. What was taken in stays.

    Raises:
        RuleError: The round is not open, a named person does not score, or the keys are elsewhere.
        UsageError: Several packages were to be written into one file.
        UnavailableError: The folder cannot be written; no package of this call is left in it.
    """
    with session.reading() as uow:
        batch = _Batch(session, uow, kind, jurors, reissue=reissue, workbook=workbook)
    one_file = batch.is_one_file(folder)
    if one_file and len(batch.jurors) != 1:
        raise UsageError(ONE_FILE, code="E-USAGE", file=folder.name, n=len(batch.jurors))
    make_folder(folder.parent if one_file else folder)
    written: list[WrittenPackage] = []
    try:
        for done, juror in enumerate(batch.jurors):
            progress.step(done, len(batch.jurors))
            written.append(batch.write(juror, folder, (passwords or {}).get(juror.id, "")))
        progress.step(len(written), len(written))  # the last chance to cancel
        _record(session, batch.issues, batch.log_head, reissue=reissue)
    except BaseException:
        for package in written:  # nobody could hand in with a package that is not on record
            package.path.unlink(missing_ok=True)
        raise
    return written, ChangeSet.of(Topic.PACKAGES)


def _record(session: Session, issues: Sequence[PackageIssue], head: str, *, reissue: bool) -> None:
    with session.writing() as uow:
        for issue in issues:
            if reissue:
                void_earlier(session, uow, issue.juror)
            uow.put_package(issue)
            uow.put_anchor(_anchor(issue, head))
            body: Json = {"juror": issue.juror, "issue": issue.issue, "sha256": issue.sha256}
            session.note(uow, "package.made", body)


def _anchor(issue: PackageIssue, head: str) -> Anchor:
    """Return that the head of the log lies outside now: in this package."""
    return Anchor(kind=AnchorKind.PACKAGE, named=issue.sha256, head=head, at=issue.made)


class _Batch:
    """The packages of one call: what they share, read once."""

    def __init__(
        self,
        session: Session,
        uow: UnitOfWork,
        kind: PackageKind,
        only: Sequence[JurorId],
        *,
        reissue: bool,
        workbook: bool,
    ) -> None:
        if reissue and not only:
            raise ValueError("a package is issued anew for a juror who was named")
        if workbook and kind is not PackageKind.SCORE:
            raise UsageError(NO_WORKBOOK, code="E-USAGE")
        self._workbook = workbook
        self._session, self._kind, self._new_key = session, kind, reissue
        self._round: Round = the_open_round(uow)
        self._edition: Edition = uow.edition()
        if session.services.keys.award_keys(self._edition.id) is None:
            raise RuleError(NO_KEYS, code="E-NO-KEYS")
        self._uow_facts(uow)
        everybody = uow.jurors.all()
        self.jurors = [j for j in everybody if j.id in only] if only else everybody
        if only:
            for juror in self.jurors:
                if not juror.scores:
                    raise RuleError(DOES_NOT_SCORE, juror=juror.name)
        self.jurors = [j for j in self.jurors if j.scores]
        self._standings = load_standings(uow, self._round.id, self.jurors, self._nominees)
        self._said = {j.id: highest_revision(uow, self._round.id, j.id) for j in self.jurors}
        self.issues: list[PackageIssue] = []

    def _uow_facts(self, uow: UnitOfWork) -> None:
        last = uow.journal.last()
        self.log_head = last.hash if last else uow.journal.root()
        self._categories = uow.categories.all()
        self._criteria = uow.criteria.all()
        self._comment = uow.rules().comment
        self._nominees = [n for n in uow.nominees.all() if not n.withdrawn]
        self._nominations = uow.nominations.all()
        self._issued = uow.packages()
        self._attachments = uow.attachments.all()
        gone = () if self._declares else lacking(uow)
        for attachment in gone:
            raise RuleError(GONE, code="E-GONE", file=attachment.name)

    def is_one_file(self, target: Path) -> bool:
        """Return whether a path names the file itself, and not the folder for it."""
        suffix = WORKBOOK_SUFFIX if self._workbook else SUFFIX
        return target.suffix.lower() == suffix and not target.is_dir()

    def write(self, juror: Juror, folder: Path, password: str) -> WrittenPackage:
        issue = 1 + max((p.issue for p in self._issued if p.juror == juror.id), default=0)
        token = self._session.services.ids.secret()
        content = self._content(juror, issue)
        path = folder
        if not self.is_one_file(folder):
            name = workbook_name if self._workbook else package_name
            path /= name(self._edition.year, juror.number, juror.initials, issue)
        if self._workbook:
            file = write_workbook(self._session.services, content, path)
        else:
            file = self._session.services.packages.write(
                content, token, path, files=self._bytes_of(content.attachments), password=password
            )
        self.issues.append(self._record(juror, issue, token, file.identity, path.name))
        return WrittenPackage(
            juror=juror,
            path=path,
            issue=issue,
            sha256=file.sha256,
            nominees=len(content.nominees),
            locked=bool(password),
        )

    def _record(self, juror: Juror, issue: int, token: str, digest: str, name: str) -> PackageIssue:
        return PackageIssue(
            juror=juror.id,
            issue=issue,
            kind=self._kind,
            round=self._round.id,
            token=token,
            sha256=digest,
            ballot=self._round.ballot,
            made=self._session.services.now(),
            file_name=name,
        )

    def _content(self, juror: Juror, issue: int) -> PackageContent:
        nominees = self._nominees_for(juror)
        edition = self._edition
        return PackageContent(
            kind=self._kind,
            issue=issue,
            trial=edition.trial,
            award=edition.award,
            award_name=edition.award_name,
            edition=edition.id,
            title=edition.title,
            year=edition.year,
            owner=edition.owner,
            languages=edition.languages,
            deadline=edition.deadline,
            round=self._round.id,
            ballot=self._round.ballot,
            rules=self._round.rules,
            log_head=self.log_head,
            made=self._session.services.now(),
            juror=juror.id,
            juror_number=juror.number,
            juror_name=juror.name,
            juror_role=str(juror.role),
            juror_organisation=juror.organisation,
            comment=self._comment,
            grounds=tuple(texts_in(edition.languages[0])(ground) for ground in GROUNDS),
            categories=tuple(self._categories),
            criteria=tuple(self._criteria),
            nominees=tuple(nominees),
            nominations=tuple(self._nominations_for({n.id for n in nominees})),
            attachments=tuple(self._attachments_for({n.id for n in nominees})),
            practice=practice_nominee(edition.languages[0]) if self._declares else None,
            new_key=self._new_key,
            above=self._said[juror.id],
        )

    @property
    def _declares(self) -> bool:
        return self._kind is PackageKind.DECLARE

    def _nominees_for(self, juror: Juror) -> list[Nominee]:
        """In the juror's own order.

        A declare package has all names, so that an answer can be changed; of a score package nothing is
        about nominees for whom this juror is recused.
        """
        by_id = {n.id: n for n in self._nominees if self._declares or not self._recused(juror, n)}
        order = own_order(
            by_id, seed=self._round.order_seed, round_id=self._round.id, juror=juror.id
        )
        listed = [by_id[nominee] for nominee in order]
        return [replace(n, facts="") for n in listed] if self._declares else listed

    def _recused(self, juror: Juror, nominee: Nominee) -> bool:
        return self._standings[juror.id, nominee.id] is Standing.RECUSED

    def _nominations_for(self, nominees: set[NomineeId]) -> list[Nomination]:
        """A declare package names who nominated whom, and shows no material."""
        chosen = [n for n in self._nominations if n.nominee in nominees]
        if self._declares:
            return [replace(n, text="") for n in chosen]
        return chosen

    def _attachments_for(self, nominees: set[NomineeId]) -> list[Attachment]:
        """Return the files of those whom the juror assesses; a declare package shows no material."""
        return [] if self._declares else [a for a in self._attachments if a.nominee in nominees]

    def _bytes_of(self, attachments: Iterable[Attachment]) -> dict[str, Pieces]:
        return {a.sha256: partial(self._pieces_of, a.sha256) for a in attachments}

    def _pieces_of(self, digest: str) -> list[bytes]:
        """Return a file from the database, which others wait for no longer than it takes to read it."""
        with self._session.reading() as uow:
            return list(uow.attachments.pieces(digest))


def highest_revision(uow: UnitOfWork, round_id: RoundId, juror: JurorId) -> int:
    """Return the highest revision of anything that a juror has said in a round, 0 if nothing."""
    return max(
        uow.marks.highest_revision(round_id, juror),
        uow.declarations.highest_revision(round_id, juror),
        uow.notes.highest_revision(round_id, juror),
    )
