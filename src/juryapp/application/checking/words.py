"""What the verdict on a file is called; its keys are for scripts, and the same in every language."""

from __future__ import annotations

from collections.abc import Mapping

from juryapp.application.ports import Verification
from juryapp.base.i18n import N_, _
from juryapp.base.instants import format_instant, is_instant

KIND_NAMES: Mapping[str, str] = {
    "package": N_("Jury package"),
    "score": N_("Score file"),
    "receipt": N_("Receipt"),
    "award": N_("Backup or archive of a whole edition"),
    "move": N_("Desk on its way to another machine"),
    "edition": N_("Database of an edition"),
    "backup": N_("Backup of an edition’s database"),
    "desk": N_("Database of a juror’s desk"),
    "protocol": N_("Protocol"),
    "key": N_("Private key"),
    "workbook": N_("Excel ballot"),
    "paper": N_("Ballot on paper"),
    "unknown": N_("None of our files"),
}
SIGNATURE_NAMES: Mapping[str, str] = {
    "valid": N_("valid"),
    "invalid": N_("not valid"),
    "sealed": N_("sealed: it cannot be checked here"),
    "none": N_("none"),
}
KNOWN_NAMES: Mapping[str, str] = {
    "award": N_("known: it is the key of this edition"),
    "word": N_("known: confirmed by word"),
    "package": N_("known: confirmed by package"),
    "here": N_("known: made on this machine"),
    "": N_("not known here"),
}
FACT_NAMES: Mapping[str, str] = {
    "title": N_("Edition"),
    "issue": N_("Issue"),
    "asks_for": N_("Asks for"),
    "made": N_("Made"),
    "fingerprint": N_("Key, to be read aloud"),
    "sha256": N_("SHA-256"),
    "files": N_("Files of nominees"),
    "identity": N_("Known in score files as"),
    "seq": N_("File number of that machine"),
    "complete": N_("Complete"),
    "state": N_("What it says"),
    "received": N_("Received"),
    "score_file": N_("SHA-256 of the score file"),
    "log_head": N_("Head of the log"),
    "log_entries": N_("Entries in the log"),
    "holds": N_("What it is for"),
    "use": N_("Use"),
    "version": N_("Version"),
    "digest": N_("Digest"),
    "id": N_("Id"),
}
FACT_VALUES: Mapping[tuple[str, str], str] = {
    ("complete", "yes"): N_("yes"),
    ("complete", "no"): N_("no: a draft"),
    ("asks_for", "declare"): N_("impartiality"),
    ("asks_for", "score"): N_("marks"),
    ("state", "taken"): N_("taken in as it was sent"),
    ("state", "draft"): N_("taken in as a draft"),
    ("state", "held"): N_("laid aside: it came after closing"),
    ("holds", "backup"): N_("backup, to go on with"),
    ("holds", "archive"): N_("archive, to be kept"),
    ("use", "sign"): N_("to sign"),
    ("use", "seal"): N_("to open sealed files"),
}


def told_facts(found: Verification) -> list[tuple[str, str]]:
    """Return what a file says of itself, label and value, in the language in use."""
    return [(_(FACT_NAMES[key]), _told(key, value)) for key, value in found.facts if value]


def _told(key: str, value: str) -> str:
    if is_instant(value):
        return format_instant(value)
    return _(FACT_VALUES.get((key, value), "")) or value


def told_whole(found: Verification) -> str:
    """Return whether a file is whole, in a word; of what is sealed only the outside is seen."""
    if not found.whole:
        return _("no")
    return _("yes, as far as can be seen from outside") if found.signature == "sealed" else _("yes")


def told_signer(found: Verification) -> str:
    """Return who signed a file and whether that is known here; "" where nobody signs."""
    if found.signature == "none" and not found.known:
        return ""
    known = _(KNOWN_NAMES[found.known])
    return f"{found.signer} – {known}" if found.signer else known
