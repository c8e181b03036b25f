"""Receipts for the jurors: per score file the secretariat's signed word of what became of it.

A receipt carries the head of the log, so that each juror keeps a witness of what the log was that day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from juryapp.application.file_names import receipt_name
from juryapp.application.log.bodies import receipt_made
from juryapp.application.merge.opening import is_workbook
from juryapp.application.ports import UnitOfWork
from juryapp.application.progress import UNWATCHED, Progress
from juryapp.application.session import Session, the_round
from juryapp.base.errors import RuleError
from juryapp.base.files import make_folder, sha256, write_atomically
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import (
    Anchor,
    AnchorKind,
    HeldFile,
    Receipt,
    ReceiptContent,
    ReceivedFile,
)

NO_SUCH_FILE = N_("No file with this hash has been taken in or laid aside: {name}.")
NOT_IN_THE_LOG = N_(
    "The log does not say that “{name}” was taken in, so no receipt can be given. Check the log."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReceipt:
    """A receipt that lies in the folder now."""

    juror: Juror
    path: Path
    sha256: str  # of the score file
    digest: str  # of the receipt
    taken: bool  # False: it says that the file was laid aside
    complete: bool


def files_without_receipt(session: Session) -> tuple[str, ...]:
    """Return the score files (sha256) of whose present state no receipt was written yet."""
    with session.reading() as uow:
        return tuple(file.sha256 for file in _without_receipt(uow))


def all_files(session: Session) -> tuple[str, ...]:
    """Return the score files (sha256) that count or were laid aside, in the order received."""
    with session.reading() as uow:
        return tuple(file.sha256 for file in _that_count_or_wait(uow))


def write_receipts(
    session: Session,
    folder: Path,
    files: Collection[str] | None = None,
    *,
    progress: Progress = UNWATCHED,
) -> tuple[list[WrittenReceipt], ChangeSet]:
    """Write a receipt per score file into `folder`, under names without personal data.

    Each says the truth: taken in, taken in as a draft, or laid aside because it came after closing. A file
    that was taken out again gets none. The head of the log on them is recorded as an anchor.

    Args:
        session: The secretariat's edition.
        folder: Where to; made if it is not there.
        files: Which score files (sha256); None: those of which there is no receipt yet.
        progress: Told per receipt.

    Raises:
        RuleError: There is no such file (E-UNKNOWN), the log knows nothing of it (E-CHAIN), or the keys are
            not on this machine (E-NO-KEYS).
        UnavailableError: The folder cannot be written; no receipt of this call is left in it.
    """
    with session.reading() as uow:
        contents = [(_juror(uow, c.juror), c) for c in _contents(uow, files)]
        edition = uow.edition().id
    if not contents:
        return [], ChangeSet()
    codec = session.services.receipts
    documents = [(juror, content, codec.write(content)) for juror, content in contents]
    make_folder(folder)
    written: list[WrittenReceipt] = []
    new: list[Path] = []  # those that were there before are the same word, given once more
    try:
        for done, (juror, content, document) in enumerate(documents):
            progress.step(done, len(documents))
            path = folder / _name(edition, juror, content.receipt)
            new += [] if path.exists() else [path]
            written.append(_write(path, juror, content.receipt, document))
        progress.step(len(written), len(written))
        _record(session, contents[0][1].receipt.head, written)
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    return written, ChangeSet.of(Topic.FILES)


def _name(edition: str, juror: Juror, receipt: Receipt) -> str:
    return receipt_name(edition, juror.number, juror.initials, receipt.sha256)


def _write(path: Path, juror: Juror, receipt: Receipt, document: bytes) -> WrittenReceipt:
    write_atomically(path, document)
    return WrittenReceipt(
        juror=juror,
        path=path,
        sha256=receipt.sha256,
        digest=sha256(document),
        taken=receipt.taken,
        complete=receipt.complete,
    )


def _record(session: Session, head: str, written: Sequence[WrittenReceipt]) -> None:
    with session.writing() as uow:
        for receipt in written:
            uow.put_anchor(
                Anchor(
                    kind=AnchorKind.RECEIPT,
                    named=receipt.digest,
                    head=head,
                    at=session.services.now(),
                )
            )
            body = receipt_made(receipt.sha256, receipt.digest, taken=receipt.taken)
            session.note(uow, "receipt.made", body)


def _juror(uow: UnitOfWork, juror: JurorId) -> Juror:
    found = uow.jurors.find(juror)
    return Juror(id=juror, number=0, name=juror) if found is None else found


# ---- what the receipts say -------------------------------------------------------------------------------


def _without_receipt(uow: UnitOfWork) -> list[ReceivedFile | HeldFile]:
    told = {(body.get("sha256"), body.get("taken")) for body in _bodies(uow, "receipt.made")}
    return [
        file
        for file in _that_count_or_wait(uow)
        if (file.sha256, isinstance(file, ReceivedFile)) not in told
    ]


def _that_count_or_wait(uow: UnitOfWork) -> list[ReceivedFile | HeldFile]:
    """Return the files that count and those that were laid aside, not those that were taken out.

    Nor Excel ballots and papers: their jurors have no program that opens a receipt, see `confirmation`.
    """
    left_out = {
        exclusion.sha256 for exclusion in uow.files.exclusions()
    } | uow.files.origins().keys()
    held = [file for file in uow.files.held() if not is_workbook(file.name)]
    return [f for f in uow.files.all() if f.sha256 not in left_out] + held


def _contents(uow: UnitOfWork, wanted: Collection[str] | None) -> Iterator[ReceiptContent]:
    files = _without_receipt(uow) if wanted is None else _chosen(uow, wanted)
    if not files:
        return
    edition, round_id = uow.edition(), the_round(uow).id
    roots = _roots(uow)
    last = uow.journal.last()
    chain, head = uow.journal.chain(), last.hash if last else uow.journal.root()
    for file in files:
        yield ReceiptContent(
            award=edition.award,
            edition=edition.id,
            round=round_id,
            juror=file.juror,
            receipt=_receipt(file, roots, chain, head),
        )


def _chosen(uow: UnitOfWork, wanted: Collection[str]) -> list[ReceivedFile | HeldFile]:
    known = {file.sha256: file for file in _that_count_or_wait(uow)}
    for name in wanted:
        if name not in known:
            raise RuleError(NO_SUCH_FILE, code="E-UNKNOWN", name=name)
    return [file for name, file in known.items() if name in set(wanted)]


def _receipt(
    file: ReceivedFile | HeldFile, roots: Mapping[str, str], chain: str, head: str
) -> Receipt:
    if isinstance(file, HeldFile):  # nobody has looked whether it is complete
        return Receipt(
            sha256=file.sha256, file="", seq=0, taken=False, complete=False, statements="",
            received=file.received, chain=chain, head=head,
        )  # fmt: skip
    if file.sha256 not in roots:
        raise RuleError(NOT_IN_THE_LOG, code="E-CHAIN", name=file.name)
    return Receipt(
        sha256=file.sha256,
        file=file.file,
        seq=file.seq,
        taken=True,
        complete=file.complete,
        statements=roots[file.sha256],
        received=file.received,
        chain=chain,
        head=head,
    )


def _roots(uow: UnitOfWork) -> dict[str, str]:
    """Return by file the hash of the statements taken in, as the log says: also a log that was joined."""
    bodies = _bodies(uow, "file.taken")
    return {str(body.get("sha256")): str(body.get("statements")) for body in bodies}


def _bodies(uow: UnitOfWork, what: str) -> Iterator[Mapping[str, object]]:
    for chain, _root in uow.journal.chains():
        for entry in uow.journal.entries(chain):
            if entry.what == what:
                yield json.loads(entry.body)
