"""What an entry of the log says, as a sentence. The log holds ids only: names come from the database.

A mark is never named in the secretariat's log. At a desk the juror's own marks are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from juryapp.base.i18n import N_, _, ngettext

Facts = Mapping[str, str]  # placeholders and what stands for them


class LogKind(StrEnum):
    """What an entry is about, for the filter."""

    SETUP = "setup"
    PACKAGES = "packages"
    FILES = "files"
    MARKS = "marks"
    IMPARTIALITY = "impartiality"
    DECISIONS = "decisions"
    KEYS = "keys"
    COPIES = "copies"


LOG_KIND_NAMES: Final[Mapping[LogKind, str]] = {
    LogKind.SETUP: N_("Set-up and round"),
    LogKind.PACKAGES: N_("Jury packages"),
    LogKind.FILES: N_("Score files and receipts"),
    LogKind.MARKS: N_("Marks"),
    LogKind.IMPARTIALITY: N_("Impartiality"),
    LogKind.DECISIONS: N_("Decisions and protocol"),
    LogKind.KEYS: N_("Signing keys"),
    LogKind.COPIES: N_("Copies"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """How one sort of entry is told."""

    kind: LogKind
    sentence: str  # marked with N_, names in braces


_SETUP, _PACKAGES, _FILES = LogKind.SETUP, LogKind.PACKAGES, LogKind.FILES
_MARKS, _IMPARTIALITY, _DECISIONS = LogKind.MARKS, LogKind.IMPARTIALITY, LogKind.DECISIONS
_KEYS, _COPIES = LogKind.KEYS, LogKind.COPIES

TELLINGS: Final[Mapping[str, Telling]] = {
    "edition.made": Telling(_SETUP, N_("Made the edition")),
    "edition.changed": Telling(_SETUP, N_("Changed the facts of the edition")),
    "rules.put": Telling(_SETUP, N_("Changed the rules of counting")),
    "meeting.put": Telling(_SETUP, N_("Wrote down the meeting")),
    "category.put": Telling(_SETUP, N_("Added or changed the category “{category}”")),
    "category.removed": Telling(_SETUP, N_("Removed the category “{category}”")),
    "criterion.put": Telling(_SETUP, N_("Added or changed the criterion “{criterion}”")),
    "criterion.removed": Telling(_SETUP, N_("Removed the criterion “{criterion}”")),
    "criteria.ordered": Telling(_SETUP, N_("Put the criteria in another order")),
    "setup.swapped": Telling(_SETUP, N_("Changed several things in the set-up at once")),
    "nominee.put": Telling(_SETUP, N_("Added or changed {nominee}")),
    "nominee.removed": Telling(_SETUP, N_("Removed {nominee}")),
    "nomination.put": Telling(_SETUP, N_("Added or changed a nomination of {nominee}")),
    "nomination.removed": Telling(_SETUP, N_("Removed a nomination")),
    "nominations.imported": Telling(
        _SETUP, N_("Took in a table: {nominees} nominees, {nominations} nominations")
    ),
    "attachment.put": Telling(_SETUP, N_("Attached a file to {nominee}, or changed its name")),
    "attachment.removed": Telling(_SETUP, N_("Removed a file from {nominee}")),
    "attachments.ordered": Telling(_SETUP, N_("Put the files of {nominee} in another order")),
    "juror.put": Telling(_SETUP, N_("Added or changed {juror}")),
    "juror.removed": Telling(_SETUP, N_("Removed {juror}")),
    "jurors.imported": Telling(_SETUP, N_("Took in a table: {added} jurors added, {changed} changed")),
    "juror.departed": Telling(_SETUP, N_("Recorded whether {juror} is in the panel")),
    "round.opened": Telling(_SETUP, N_("Opened the round")),
    "round.closed": Telling(_SETUP, N_("Closed the round with {files} score files")),
    "round.reopened": Telling(_SETUP, N_("Opened the round again")),
    "package.made": Telling(_PACKAGES, N_("Made jury package {issue} for {juror}")),
    "package.voided": Telling(_PACKAGES, N_("Withdrew an earlier jury package of {juror}")),
    "package.opened": Telling(_PACKAGES, N_("Opened the jury package")),
    "confidentiality.accepted": Telling(_PACKAGES, N_("Accepted confidentiality")),
    "file.taken": Telling(_FILES, N_("Read in a score file from {juror}")),
    "file.unsigned": Telling(
        _FILES, N_("Noted that the ballot of {juror} is not signed, and who vouches for it")
    ),
    "file.again": Telling(_FILES, N_("Got a score file from {juror} that was read in already")),
    "file.held": Telling(_FILES, N_("Laid a score file from {juror} aside: it came after closing")),
    "file.refused": Telling(_FILES, N_("Refused a score file made in somebody else’s name ({code})")),
    "file.taken_out": Telling(_FILES, N_("Took a score file from {juror} out again")),
    "file.put_back": Telling(_FILES, N_("Let a score file from {juror} count again")),
    "draft.counts": Telling(_FILES, N_("Let the draft of {juror} count as it is")),
    "paper.printed": Telling(_FILES, N_("Printed ballot on paper {issue} for {juror}")),
    "paper.typed": Telling(_FILES, N_("Typed in the paper of {juror}; it waits for a second person")),
    "paper.taken_back": Telling(_FILES, N_("Took the typed paper of {juror} back, to type on")),
    "paper.sent_back": Telling(
        _FILES, N_("Sent the typed paper of {juror} back: it does not agree with what is written")
    ),
    "paper.confirmed": Telling(
        _FILES, N_("Confirmed that what was typed agrees with the paper of {juror}")
    ),
    "scorefile.written": Telling(_FILES, N_("Wrote a score file")),
    "sheet.reopened": Telling(_FILES, N_("Opened the sheet again after handing in")),
    "receipt.made": Telling(_FILES, N_("Wrote a receipt for {juror}")),
    "receipt.taken": Telling(_FILES, N_("Opened a receipt from the secretariat")),
    "mark.said": Telling(_MARKS, N_("Gave {nominee} {mark} for “{criterion}”")),
    "marks.confirmed": Telling(_MARKS, N_("Let marks stand after a criterion was worded anew")),
    "note.said": Telling(_MARKS, N_("Wrote a comment on {nominee}")),
    "conflict.settled": Telling(
        _MARKS, N_("Decided between two marks of {juror} for {nominee}, “{criterion}”")
    ),
    "note.settled": Telling(_MARKS, N_("Decided between two comments of {juror} on {nominee}")),
    "missing.waived": Telling(_MARKS, N_("Decided on what was not assessed")),
    "marks.shown": Telling(_MARKS, N_("Looked at marks while the round was open: {files} files")),
    "results.shown": Telling(_MARKS, N_("Opened the results")),
    "declaration.said": Telling(
        _IMPARTIALITY, N_("Answered the question of impartiality for {nominee}")
    ),
    "declaration.settled": Telling(
        _IMPARTIALITY, N_("Decided between two declarations of {juror} on {nominee}")
    ),
    "impartiality.ruled": Telling(
        _IMPARTIALITY, N_("Wrote down the panel’s decision on {juror} and {nominee}")
    ),
    "decision.made": Telling(_DECISIONS, N_("Recorded for {nominee}: {outcome}, “{category}”")),
    "justification.written": Telling(_DECISIONS, N_("Wrote the justification of {nominee}")),
    "protocol.approved": Telling(_DECISIONS, N_("Approved version {version} of the protocol")),
    "key.pinned": Telling(_KEYS, N_("Noted the key of {juror}, as it came with a score file")),
    "key.confirmed": Telling(_KEYS, N_("Confirmed the key of {juror} by word")),
    "key.unconfirmed": Telling(_KEYS, N_("Took the confirmation of the key of {juror} back")),
    "key.closed": Telling(_KEYS, N_("Closed a key of {juror}")),
    "phrase.made": Telling(_KEYS, N_("Wrote the recovery phrase")),
    "keys.restored": Telling(_KEYS, N_("Brought the keys back by the recovery phrase")),
    "copy.restored": Telling(_COPIES, N_("Put this copy of the edition in and went on with it")),
    "copy.combined": Telling(_COPIES, N_("Combined this copy with another one")),
    "desk.moved": Telling(_COPIES, N_("Went on with another machine")),
    "desk.used_again": Telling(_COPIES, N_("Went on with this machine again")),
}  # fmt: skip
OTHER: Final = Telling(LogKind.SETUP, N_("Did something else: {what}"))
UNKNOWN_NOMINEE: Final = N_("a nominee who was removed")
UNKNOWN_JUROR: Final = N_("somebody who was removed")
NO_WINNER: Final = N_("no winner")


def sentence(what: str, facts: Facts) -> str:
    """Return what was done, in the language in use."""
    telling = TELLINGS.get(what, OTHER)
    return _(telling.sentence).format_map(_Known(facts, what))


def kind_of(what: str) -> LogKind:
    """Return what an entry is about."""
    return TELLINGS.get(what, OTHER).kind


class _Known(dict[str, str]):
    """Facts, and something readable where one is missing."""

    def __init__(self, facts: Facts, what: str) -> None:
        super().__init__(facts)
        self["what"] = what

    def __missing__(self, name: str) -> str:
        missing = {"juror": UNKNOWN_JUROR, "nominee": UNKNOWN_NOMINEE}.get(name)
        return _(missing) if missing else "–"


ACTORS: Final[Mapping[str, Callable[[], str]]] = {
    "secretary": lambda: _("The secretariat"),
    "chair": lambda: _("The chair"),
    "program": lambda: _("The program"),
}


def entry_count(n: int) -> str:
    """Return how many entries there are, in words."""
    return ngettext("{n} entry", "{n} entries", n).format(n=n)
