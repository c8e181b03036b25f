"""What the page of the protocol shows: the meeting, who could be there, what to look at, what is approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juryapp.application.protocol.content import protocol_content
from juryapp.application.protocol.printing import NO_VERSION, Advice, advice_on, check_final
from juryapp.application.results.scoring import load_result
from juryapp.application.results.showing import waited_for, was_shown
from juryapp.application.session import Session, current_round
from juryapp.base.errors import RuleError, UsageError
from juryapp.domain.award import Edition, Round, RoundState
from juryapp.domain.ids import NomineeId
from juryapp.domain.jury import Juror
from juryapp.domain.protocol import Meeting, ProtocolContent, ProtocolRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolBoard:
    """Everything about the protocol that is no paper yet."""

    edition: Edition
    round: Round | None
    is_shown: bool  # the results may be looked at, and so may the draft
    meeting: Meeting
    jurors: tuple[Juror, ...]  # who have not left
    open_questions: int
    hindrance: RuleError | None  # what keeps it from being approved
    advice: tuple[Advice, ...]
    approved: tuple[ProtocolRecord, ...]
    next_version: int
    nominees: Mapping[str, NomineeId]  # by name, for the links of advice

    @property
    def is_closed(self) -> bool:
        """Whether the round is closed."""
        return self.round is not None and self.round.state is RoundState.CLOSED


def protocol_board(session: Session) -> ProtocolBoard:
    """Return what the page of the protocol shows."""
    with session.reading() as uow:
        current, records = current_round(uow), uow.protocols()
        missing = waited_for(load_result(uow))
        content = protocol_content(session, uow, version=0, draft=True) if current else None
        advice = tuple(advice_on(content)) if content else ()
        return ProtocolBoard(
            edition=uow.edition(),
            round=current,
            is_shown=current is not None and (not missing or was_shown(uow, current)),
            meeting=uow.meeting(),
            jurors=tuple(juror for juror in uow.jurors.all() if not juror.left),
            open_questions=len(content.open_questions) if content else 0,
            hindrance=_hindrance(content) if content else None,
            advice=advice,
            approved=tuple(record for record in records if not record.draft),
            next_version=1 + max((record.version for record in records), default=0),
            nominees={nominee.name: nominee.id for nominee in uow.nominees.all()},
        )


def _hindrance(content: ProtocolContent) -> RuleError | None:
    try:
        check_final(content)
    except RuleError as error:
        return error
    return None


def approved_pdf(session: Session, version: int) -> bytes:
    """Return the stored bytes of an approved protocol. Raises UsageError for an unknown version."""
    with session.reading() as uow:
        for record in uow.protocols():
            if record.version == version and not record.draft:
                return uow.protocol_pdf(record.pdf_sha256)
    raise UsageError(NO_VERSION, code="E-UNKNOWN", version=version)
