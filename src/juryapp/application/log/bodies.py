"""What stands in the log about each thing that is done: ids and hashes, never names, comments or marks.

Whoever does something writes the body from here, and the check of the log makes it anew from what the
database holds: they differ if something was changed, added or removed behind the log's back.
"""

from __future__ import annotations

from collections.abc import Iterable

from juryapp.application.ports import Waiver
from juryapp.base.canonical import Json, canonical_hash
from juryapp.base.errors import UserError
from juryapp.domain.award import Reopening
from juryapp.domain.decisions import Decision, Justification
from juryapp.domain.ids import JurorId
from juryapp.domain.impartiality import Ruling
from juryapp.domain.jury import Departure
from juryapp.domain.merging import Settlement
from juryapp.domain.packages import FileOrigin, HeldFile, ScoreContent
from juryapp.domain.paper import TAKEN_BACK, PaperBallot, PaperVerdict
from juryapp.domain.protocol import ProtocolRecord
from juryapp.domain.statements import C, K, Statement, statement_hashes


def statement_said(statement: Statement[K, C]) -> Json:
    """Return what stands in the log of a desk about one statement."""
    return {"key": list(statement.key), "statement": statement.hash}


def file_taken(sha256: str, juror: JurorId, hashes: Iterable[str]) -> Json:
    """Return what stands in the log about a file: the hash of all its statements' hashes covers each."""
    return {"sha256": sha256, "juror": juror, "statements": statements_root(hashes)}


def statements_root(hashes: Iterable[str]) -> str:
    """Return the hash over the hashes of all statements of a file; receipts speak of it too."""
    return canonical_hash(sorted(hashes))


def score_file_written(sha256: str, content: ScoreContent) -> Json:
    """Return what stands in the log of a desk about a file that was handed in."""
    hashes = statement_hashes(stated.statement for stated in content.marks)
    hashes += statement_hashes(stated.statement for stated in content.declarations)
    hashes += statement_hashes(stated.statement for stated in content.notes)
    return {
        "sha256": sha256,
        "complete": content.complete,
        "statements": statements_root(hashes),
    }


def receipt_made(sha256: str, receipt: str, *, taken: bool) -> Json:
    """Return what stands in the log about a receipt that was given out for the file `sha256`."""
    return {"sha256": sha256, "receipt": receipt, "taken": taken}


def receipt_taken(sha256: str, receipt: str, head: str) -> Json:
    """Return what stands in the log of a desk about a receipt, with the head of the other log."""
    return {"sha256": sha256, "receipt": receipt, "head": head}


def file_held(file: HeldFile) -> Json:
    """Return what stands in the log about a file that was laid aside."""
    return {"sha256": file.sha256, "juror": file.juror, "code": file.code}


def file_unsigned(origin: FileOrigin) -> Json:
    """Return what stands in the log about a file that nobody signed: of the names only the hash."""
    return {
        "sha256": origin.sha256,
        "origin": str(origin.origin),
        "people": canonical_hash([origin.by, origin.confirmed_by]),
    }


def paper_typed(ballot: PaperBallot) -> Json:
    """Return what stands in the log about a paper that was typed: no name and no mark."""
    return {
        "n": ballot.n,
        "juror": ballot.juror,
        "document": canonical_hash(ballot.document),
        "by": canonical_hash(ballot.by),
    }


def paper_judged(ballot: PaperBallot, verdict: PaperVerdict) -> Json:
    """Return what stands in the log about a word on a typed paper."""
    return {
        "n": verdict.n,
        "ballot": ballot.n,
        "juror": ballot.juror,
        "confirmed": verdict.confirmed,
        "reason": canonical_hash(verdict.reason),
        "by": canonical_hash(verdict.by),
    }


def judgement(verdict: PaperVerdict) -> str:
    """Return what the log calls a word on a typed paper."""
    if verdict.confirmed:
        return "paper.confirmed"
    return "paper.taken_back" if verdict.reason == TAKEN_BACK else "paper.sent_back"


def file_refused(error: UserError) -> Json:
    """Return what stands in the log about a file in another's name: who signed it, and as whom."""
    told = {name: str(error.params.get(name, "")) for name in ("sha256", "signer", "key")}
    return {"code": error.code, "juror": str(error.params.get("juror_id", "")), **told}


def round_reopened(reopening: Reopening) -> Json:
    """Return what stands in the log about a closed round that was opened again."""
    return {
        "n": reopening.n,
        "round": reopening.round,
        "reason": canonical_hash(reopening.reason),
    }


def draft_counts(sha256: str, reason: str) -> Json:
    """Return what stands in the log about a draft that the chair lets count."""
    return {"sha256": sha256, "reason": canonical_hash(reason)}


def juror_departed(departure: Departure) -> Json:
    """Return what stands in the log about a juror who left, or came back."""
    return {
        "n": departure.n,
        "juror": departure.juror,
        "left": departure.left,
        "marks_count": departure.marks_count,
        "deputy": departure.deputy,
        "reason": canonical_hash(departure.reason),
    }


def conflict_settled(settlement: Settlement[K, C]) -> Json:
    """Return what stands in the log about the chair's decision in a conflict."""
    content = Statement(settlement.key, settlement.rev, settlement.content)
    return {
        "key": list(settlement.key),
        "statement": content.hash,
        "rivals": sorted(settlement.rivals),
        "by": settlement.by,
        "reason": canonical_hash(settlement.reason),
    }


def impartiality_ruled(ruling: Ruling) -> Json:
    """Return what stands in the log about a ruling of the panel."""
    return {
        "n": ruling.n,
        "juror": ruling.juror,
        "nominee": ruling.nominee,
        "recused": ruling.recused,
        "reach": str(ruling.reach),
        "ground": canonical_hash(ruling.ground),
        "answers": [ruling.rev, sorted(ruling.said)],
    }


def missing_waived(waiver: Waiver) -> Json:
    """Return what stands in the log about accepting what was not assessed."""
    return {"n": waiver.n, "waived": waiver.waived, "reason": canonical_hash(waiver.reason)}


def decision_made(decision: Decision) -> Json:
    """Return what stands in the log about a decision."""
    return {
        "n": decision.n,
        "category": decision.category,
        "nominee": decision.nominee,
        "outcome": str(decision.outcome),
        "basis": str(decision.basis),
        "reason": canonical_hash(decision.reason),
    }


def justification_written(justification: Justification) -> Json:
    """Return what stands in the log about a justification."""
    return {
        "n": justification.n,
        "nominee": justification.nominee,
        "language": justification.language,
        "text": canonical_hash(justification.text),
    }


def protocol_approved(record: ProtocolRecord) -> Json:
    """Return what stands in the log about an approved protocol."""
    return {
        "version": record.version,
        "digest": record.digest,
        "pdf": record.pdf_sha256,
        "head": record.log_head,
    }
