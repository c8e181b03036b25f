"""The verdicts on a log in words: the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from juryapp.application.log.check import ChainState, LogVerdict, Soundness
from juryapp.base.i18n import N_, _, ngettext
from juryapp.domain.packages import AnchorKind

ANCHOR_NAMES: Final[Mapping[AnchorKind, str]] = {
    AnchorKind.PACKAGE: N_("a jury package"),
    AnchorKind.RECEIPT: N_("a receipt"),
    AnchorKind.BACKUP: N_("a backup"),
    AnchorKind.ARCHIVE: N_("an archive"),
    AnchorKind.PAPER: N_("a paper"),
}
COVERED_NAMES: Final[Mapping[str, str]] = {
    "marks": N_("marks and declarations"),
    "exclusions": N_("score files that were taken out"),
    "held": N_("score files that were laid aside"),
    "papers": N_("what was typed in from papers"),
    "origins": N_("how ballots came about that nobody signed"),
    "settlements": N_("the chair’s decisions in conflicts"),
    "rulings": N_("decisions on impartiality"),
    "waivers": N_("what was accepted as not assessed"),
    "decisions": N_("decisions on the award"),
    "justifications": N_("justifications"),
    "protocols": N_("protocols"),
    "reopenings": N_("reopenings of the round"),
    "departures": N_("jurors who left"),
}
SOUNDNESS_NAMES: Final[Mapping[Soundness, str]] = {
    Soundness.WHOLE: N_("Whole"),
    Soundness.PARTIAL: N_("Cut off at the end"),
    Soundness.DIFFERS: N_("Differs"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """A sentence for each of the three verdicts."""

    integrity: str
    coverage: str
    anchors: str


def verdict_words(verdict: LogVerdict) -> VerdictWords:
    """Return the three verdicts as sentences in the language in use."""
    return VerdictWords(
        integrity=_integrity(verdict), coverage=_coverage(verdict), anchors=_anchors(verdict)
    )


def integrity_words(chain: ChainState) -> str:
    """Return what was found about one chain."""
    if chain.partial:
        return _(
            "The newest entry is incomplete, as after a stop while saving; the {n} before it follow from one"
            " another."
        ).format(n=chain.entries)
    if chain.broken_at is not None:
        return _(
            "It breaks at entry {n}: that entry was changed, taken away or put in between."
        ).format(n=chain.broken_at)
    if not chain.named:
        return _("It is not the log that was joined here: no entry names its newest one.")
    return ngettext(
        "The one entry follows from its beginning.",
        "All {n} entries follow from one another.",
        chain.entries,
    ).format(n=chain.entries)


def _integrity(verdict: LogVerdict) -> str:
    bad = [chain for chain in verdict.chains if chain.soundness is not Soundness.WHOLE]
    if bad:
        said = integrity_words(bad[0])
        return said if bad[0].own else _("In the log of another copy: {said}").format(said=said)
    others = len(verdict.chains) - 1
    said = integrity_words(next(chain for chain in verdict.chains if chain.own))
    if not others:
        return said
    more = ngettext(
        "So do those of {n} other copy.", "So do those of {n} other copies.", others
    ).format(n=others)
    return f"{said} {more}"


def _coverage(verdict: LogVerdict) -> str:
    what = ", ".join(covered_name(name) for name in verdict.uncovered)
    if verdict.coverage is Soundness.WHOLE:
        return _("The log tells of everything that is kept here, and of nothing else.")
    if verdict.coverage is Soundness.PARTIAL:
        return _(
            "The newest that was done is not in the log: {what}. That is how it looks after a stop while"
            " saving, or when the newest entries were cut off."
        ).format(what=what)
    return _("What is kept here is not what the log tells: {what}.").format(what=what)


def covered_name(name: str) -> str:
    """Return the name of something that is not covered: a kind of thing, or a file by its hash."""
    known = COVERED_NAMES.get(name)
    return _(known) if known else _("the score file {hash}").format(hash=f"{name[:12]} …")


def _anchors(verdict: LogVerdict) -> str:
    total, lost = len(verdict.anchors), len(verdict.lost)
    if lost:
        return _(
            "Heads that lie outside and are not in the log: {lost} of {total}. The newest entries are gone,"
            " or the log was made anew."
        ).format(lost=lost, total=total)
    if not total:
        return _("No head of the log lies outside yet.")
    return ngettext(
        "The one head that lies outside is in the log.",
        "All {n} heads that lie outside are in the log.",
        total,
    ).format(n=total)
