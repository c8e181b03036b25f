"""Printing the protocol: drafts as often as one likes, a final version once, kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from juryapp.application.log.bodies import protocol_approved
from juryapp.application.log.check import check_integrity
from juryapp.application.ports import UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.protocol.content import protocol_content
from juryapp.application.session import CHAIR, Session
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.files import make_folder, sha256, write_atomically, writing_atomically
from juryapp.base.i18n import LANGUAGES, N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.decisions import Basis, Outcome
from juryapp.domain.protocol import CategoryPart, ProtocolContent, ProtocolRecord

NOT_OFFICIAL = N_(
    "The result is not official yet. Open questions: {n}. Settle them, or print a draft."
)
NO_DECISION = N_("No decision is made in “{category}”. Decide, or record that no award is made.")
BAD_LANGUAGE = N_("“{language}” is none of the languages nb, nn and en.")
POINTS_CHANGED = N_(
    "The points have changed since “{nominee}” was decided on in “{category}”, and the decision does not"
    " follow from them any more. Record it again, with the reason."
)
NO_VERSION = N_("There is no approved version {version} of the protocol.")
NOT_AS_APPROVED = N_(
    "Version {version} of the protocol was changed or taken out in the edition’s file. Put back a backup"
    " of the edition."
)
NO_JUSTIFICATION = N_("“{nominee}” is chosen and has no justification yet.")
NO_MEETING = N_("The date of the meeting is not written down.")
NO_PRESENT = N_("Nobody is written down as present.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A protocol that lies on the disk now."""

    path: Path
    pdf: bytes
    record: ProtocolRecord
    warnings: tuple[str, ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to look at before the protocol is approved; `template` with names in `params`."""

    template: str
    params: dict[str, str]


def draft_content(session: Session) -> ProtocolContent:
    """Return what the protocol would state as a draft, for the preview."""
    with session.reading() as uow:
        return protocol_content(session, uow, version=_next_version(uow), draft=True)


def preview_protocol(session: Session, language: str, progress: Progress = UNWATCHED) -> bytes:
    """Return the draft as PDF; nothing is kept."""
    content = draft_content(session)
    progress.step(0, 1)
    pdf = session.services.printer.render(content, _known(language))
    progress.step(1, 1)
    return pdf


def print_protocol(
    session: Session,
    target: Path,
    *,
    language: str = "",
    final: bool = False,
    progress: Progress = UNWATCHED,
) -> Printed:
    """Write the protocol to `target` (a file, or a folder).

    A draft states how things stand now. A final one is a version: it fixes the head of the log, is kept
    with its bytes, and needs an official result and a decision in every category.

    Raises:
        RuleError: E-NOT-OFFICIAL, E-NO-DECISION, or E-REASON: marks came later, and a decision that
            followed from the points no longer does. E-CHAIN, E-COVERAGE: the log is broken, or
            tells of other things than what is kept.
        UnavailableError: It cannot be written; the old file is untouched.
    """
    with session.reading() as uow:
        edition = uow.edition()
        chosen = _known(language or edition.languages[0])
        version = _next_version(uow)
        content = protocol_content(session, uow, version=version, draft=not final)
    if final:
        check_final(content)
        check_integrity(session)
    progress.step(0, 2)
    pdf = session.services.printer.render(content, chosen)
    progress.step(2, 2)  # the last chance to cancel
    path = _path(target, edition.id, content, chosen)
    record = ProtocolRecord(
        version=version,
        draft=not final,
        language=chosen,
        digest=content.digest if final else "",
        log_head=content.log_head,
        pdf_sha256=sha256(pdf),
        at=session.services.now(),
        by=session.actor,
    )
    with writing_atomically(path) as file:
        file.write(pdf)
        file.flush()
        if (
            final
        ):  # recorded once the bytes found room, and before they take the place of an old file
            _keep(session, record, pdf)
    return Printed(
        path=path,
        pdf=pdf,
        record=record,
        warnings=tuple(session.services.printer.warnings(content)),
        changes=ChangeSet.of(Topic.PROTOCOL) if final else ChangeSet(),
    )


def check_final(content: ProtocolContent) -> None:
    """Raise RuleError unless the content can be approved."""
    if content.open_questions:
        raise RuleError(NOT_OFFICIAL, code="E-NOT-OFFICIAL", n=len(content.open_questions))
    for category in content.categories:
        if not _is_decided(category):
            raise RuleError(NO_DECISION, code="E-NO-DECISION", category=category.name)
        for decision in category.decisions:
            if decision.basis is not Basis.FOLLOWS and not decision.reason:
                raise RuleError(
                    POINTS_CHANGED,
                    code="E-REASON",
                    nominee=decision.nominee,
                    category=category.name,
                )


def _is_decided(category: CategoryPart) -> bool:
    return any(d.outcome is Outcome.WINNER or not d.nominee for d in category.decisions)


def advice_on(content: ProtocolContent) -> list[Advice]:
    """Return what a careful chair would look at before approving."""
    found: list[Advice] = []
    for category in content.categories:
        written = {text.nominee for text in category.justifications}
        found += [
            Advice(NO_JUSTIFICATION, {"nominee": d.nominee})
            for d in category.decisions
            if d.outcome in {Outcome.WINNER, Outcome.FINALIST} and d.nominee not in written
        ]
        if not _is_decided(category):
            found.append(Advice(NO_DECISION, {"category": category.name}))
    if not content.meeting.date:
        found.append(Advice(NO_MEETING, {}))
    if not content.meeting.present:
        found.append(Advice(NO_PRESENT, {}))
    return found


def print_again(session: Session, version: int, target: Path) -> Path:
    """Write the stored bytes of an approved protocol; it is never rendered again.

    Raises:
        UsageError: There is no such version.
        RuleError: The bytes are not those that were approved (E-CHANGED).
    """
    with session.reading() as uow:
        record = next((r for r in uow.protocols() if r.version == version and not r.draft), None)
        if record is None:
            raise UsageError(NO_VERSION, code="E-UNKNOWN", version=version)
        pdf = uow.protocol_pdf(record.pdf_sha256)
    if sha256(pdf) != record.pdf_sha256:
        raise RuleError(NOT_AS_APPROVED, code="E-CHANGED", version=version)
    make_folder(target.parent)
    write_atomically(target, pdf)
    return target


def approved(session: Session) -> list[ProtocolRecord]:
    """Return the approved protocols, in the order made."""
    with session.reading() as uow:
        return [record for record in uow.protocols() if not record.draft]


def _keep(session: Session, record: ProtocolRecord, pdf: bytes) -> None:
    with session.writing() as uow:
        uow.put_protocol(record, pdf)
        session.acting_as(CHAIR).note(uow, "protocol.approved", protocol_approved(record))


def _next_version(uow: UnitOfWork) -> int:
    return 1 + max((record.version for record in uow.protocols()), default=0)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise UsageError(BAD_LANGUAGE, code="E-LANGUAGE", language=language)
    return language


def _path(target: Path, edition: str, content: ProtocolContent, language: str) -> Path:
    if target.suffix.lower() == ".pdf" and not target.is_dir():
        make_folder(target.parent)
        return target
    make_folder(target)
    state = "draft" if content.draft else f"v{content.version}"
    return target / f"protocol-{edition[:8]}-{state}-{language}.pdf"
