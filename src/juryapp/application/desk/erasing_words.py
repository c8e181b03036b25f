"""The deletion receipt in words: the same facts in bokmål, nynorsk and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juryapp.base.i18n import N_, Texts, texts_in
from juryapp.base.instants import format_instant

if TYPE_CHECKING:
    from juryapp.application.desk.erasing import ErasureReceipt

DELETED = N_(
    "Juryapp has deleted {edition} from this computer. Copies in e-mail, on memory sticks, in backups and"
    " with others must be deleted separately."
)
SURVIVES = N_(
    "Every file was overwritten once and then removed. Solid-state disks, cloud folders and backups of the"
    " whole computer may keep copies that no program can reach."
)
BEGUN = N_(
    "juryapp began to delete {edition} from this computer on {when}. If this is still what stands here, it"
    " was not finished: start juryapp again."
)
UNRECEIVED = N_(
    "Something was deleted that the secretariat had given no receipt for; the juror wished it so."
)
ALL_RECEIVED = N_("Nothing was deleted that had not been received, as far as the receipts tell.")


def sentence(receipt: ErasureReceipt, language: str) -> str:
    """Return the one sentence that says what was done."""
    return texts_in(language)(DELETED).format(edition=receipt.title)


def begun_text(receipt: ErasureReceipt, language: str) -> str:
    """Return what stands in the receipt's place until it is true."""
    when = format_instant(receipt.erased, language)
    return texts_in(language)(BEGUN).format(edition=receipt.title, when=when) + "\n"


def receipt_text(receipt: ErasureReceipt, language: str) -> str:
    """Return the receipt as a plain text."""
    _ = texts_in(language)
    when = f"{format_instant(receipt.erased, language)} ({receipt.erased})"
    lines = [
        _("Deletion receipt"),
        "",
        sentence(receipt, language),
        "",
        _("Edition: {title} ({id})").format(title=receipt.title, id=receipt.edition),
        _("Juror: no. {n} ({id})").format(n=receipt.juror_number, id=receipt.juror),
        _("When: {when}").format(when=when),
        "",
        _("What was deleted:"),
        *(f"- {line}" for line in what_lines(receipt, _)),
        "",
        _(UNRECEIVED) if receipt.unreceived else _(ALL_RECEIVED),
        _("Jury package: {hash}").format(hash=receipt.package),
        _("Head of the log before: {hash}").format(hash=receipt.head),
        "",
        _(SURVIVES),
    ]
    return "\n".join(lines) + "\n"


def what_lines(receipt: ErasureReceipt, texts: Texts) -> list[str]:
    """Return what goes, one line each; what there is none of has no line."""
    _, ngettext = texts, texts.plural
    counted = [
        (receipt.marks, ngettext("{n} mark", "{n} marks", receipt.marks)),
        (
            receipt.declarations,
            ngettext(
                "{n} answer about impartiality",
                "{n} answers about impartiality",
                receipt.declarations,
            ),
        ),
        (receipt.comments, ngettext("{n} comment", "{n} comments", receipt.comments)),
        (
            receipt.private_notes,
            ngettext("{n} private note", "{n} private notes", receipt.private_notes),
        ),
        (
            receipt.receipts,
            ngettext(
                "{n} receipt from the secretariat",
                "{n} receipts from the secretariat",
                receipt.receipts,
            ),
        ),
        (
            receipt.backups,
            ngettext(
                "{n} backup that juryapp made of the desk",
                "{n} backups that juryapp made of the desk",
                receipt.backups,
            ),
        ),
    ]
    lines = [words.format(n=n) for n, words in counted if n]
    lines.append(_("the papers of the jury package, with the log of the desk"))
    lines.append(_("the key that signed your score files on this computer"))
    return lines


def made_lines(receipt: ErasureReceipt, texts: Texts) -> list[str]:
    """Return which files were made here and lie wherever the juror put them: they do not go."""
    ngettext = texts.plural
    counted = [
        (
            receipt.score_files,
            ngettext(
                "{n} score file that was made here, wherever you saved or sent it",
                "{n} score files that were made here, wherever you saved or sent them",
                receipt.score_files,
            ),
        ),
        (
            receipt.move_files,
            ngettext(
                "{n} move file that was made here",
                "{n} move files that were made here",
                receipt.move_files,
            ),
        ),
    ]
    return [words.format(n=n) for n, words in counted if n]
