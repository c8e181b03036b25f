"""The keys of the jurors: how each is known, confirming one by word, closing one, a machine that goes on.

A key is pinned when the first file signed with it is taken in. Closing is for good: no file that is signed
with a closed key is taken in any more; what was taken in before stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from juryapp.application.ports import UnitOfWork
from juryapp.application.session import Session
from juryapp.base.canonical import Json
from juryapp.base.errors import RuleError, UsageError
from juryapp.base.i18n import N_
from juryapp.domain.changes import ChangeSet, Topic
from juryapp.domain.fingerprints import LENGTH, do_check, plain_digits
from juryapp.domain.ids import JurorId
from juryapp.domain.jury import Juror
from juryapp.domain.packages import Confirmation, JurorKey, OpenedScoreFile

NO_SUCH_KEY = N_(
    "{juror} has no such key here. It is known once a score file of {juror} was taken in."
)
KEY_IS_CLOSED = N_("This key of {juror} was closed, so it cannot be confirmed.")
NUMBER_OF_DIGITS = N_("There are {wanted} digits, in four groups of five; here are {found}.")
ONLY_DIGITS = N_("Type the digits only: {wanted} of them, in four groups of five.")
MISHEARD = N_(
    "These digits do not go together: one was misheard or mistyped. Have them read once more."
)
OTHER_DIGITS = N_(
    "These digits are right in themselves, but they are not those of the key that {juror} has handed in with."
    " Check that you speak with {juror}, and that the machine is the one that the score file came from."
)
CONFIRMATION_NAMES = {
    Confirmation.PACKAGE: N_("confirmed by package"),
    Confirmation.WORD: N_("confirmed by word"),
}
CLOSED_NAME = N_("closed")
NO_KEY_NAME = N_("no key yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A juror's key as people see it."""

    juror: Juror
    key: JurorKey
    fingerprint: str  # 20 digits in four groups

    @property
    def state(self) -> str:
        """How the key is known, as an N_ text."""
        return CLOSED_NAME if self.key.closed else CONFIRMATION_NAMES[self.key.confirmation]


def juror_keys(session: Session) -> list[KeyLine]:
    """Return every key, by juror, in the order pinned."""
    with session.reading() as uow:
        jurors = {juror.id: juror for juror in uow.jurors.all()}
        keys = uow.keys.all()
    digits = session.services.keys.fingerprint
    lines = [
        KeyLine(juror=jurors[key.juror], key=key, fingerprint=digits(key.public_key))
        for key in keys
        if key.juror in jurors
    ]
    return sorted(lines, key=lambda line: line.juror.number)


def confirm_key(
    session: Session, juror: JurorId, public_key: str, *, by_word: bool = True
) -> ChangeSet:
    """Record that the juror read this key's digits aloud, or (`by_word=False`) take that back.

    Raises:
        RuleError: The juror has no such key (E-NO-KEY), or it is closed (E-KEY-CLOSED).
    """
    with session.writing() as uow:
        key = _the_key(uow, juror, public_key)
        if key.closed:
            raise RuleError(KEY_IS_CLOSED, code="E-KEY-CLOSED", juror=_name(uow, juror))
        known = Confirmation.WORD if by_word else Confirmation.PACKAGE
        if key.confirmation is known:
            return ChangeSet()
        uow.keys.put(replace(key, confirmation=known))
        what = "key.confirmed" if by_word else "key.unconfirmed"
        session.note(uow, what, {"juror": juror, "key": public_key})
    return ChangeSet.of(Topic.PACKAGES)


def confirm_by_digits(session: Session, juror: JurorId, typed: str) -> ChangeSet:
    """Confirm the key whose digits the juror read aloud.

    Raises:
        UsageError: Not twenty digits, or the check digits do not fit (E-FINGERPRINT).
        RuleError: They are the digits of none of the juror's open keys (E-FINGERPRINT-OTHER).
    """
    digits = read_digits(typed)
    with session.reading() as uow:
        keys = [key for key in uow.keys.all() if key.juror == juror and not key.closed]
        name = _name(uow, juror)
    for key in keys:
        if plain_digits(session.services.keys.fingerprint(key.public_key)) == digits:
            return confirm_key(session, juror, key.public_key)
    raise RuleError(OTHER_DIGITS, code="E-FINGERPRINT-OTHER", juror=name)


def read_digits(typed: str) -> str:
    """Return the twenty digits that somebody typed. Raises UsageError (E-FINGERPRINT)."""
    digits = plain_digits(typed)
    if not (digits.isascii() and digits.isdigit()):
        raise UsageError(ONLY_DIGITS, code="E-FINGERPRINT", wanted=LENGTH)
    if len(digits) != LENGTH:
        raise UsageError(NUMBER_OF_DIGITS, code="E-FINGERPRINT", wanted=LENGTH, found=len(digits))
    if not do_check(digits):
        raise UsageError(MISHEARD, code="E-FINGERPRINT")
    return digits


def close_key(session: Session, juror: JurorId, public_key: str) -> ChangeSet:
    """Close a key for good: nothing signed with it is taken in from now on.

    Raises:
        RuleError: The juror has no such key (E-NO-KEY).
    """
    with session.writing() as uow:
        if not shut(session, uow, [_the_key(uow, juror, public_key)]):
            return ChangeSet()
    return ChangeSet.of(Topic.PACKAGES)


def shut(session: Session, uow: UnitOfWork, keys: Iterable[JurorKey]) -> bool:
    """Close keys within a transaction that is under way; return whether one was open."""
    still_open = [key for key in keys if not key.closed]
    for key in still_open:
        uow.keys.put(replace(key, closed=session.services.now()))
        session.note(uow, "key.closed", {"juror": key.juror, "key": key.public_key})
    return bool(still_open)


def void_earlier(session: Session, uow: UnitOfWork, juror: JurorId) -> None:
    """Close every key of a juror, and let none of the packages made until now enrol another.

    It belongs to issuing a package anew, within that transaction. Files that were taken in stay.
    """
    shut(session, uow, [key for key in uow.keys.all() if key.juror == juror])
    voided = [issue for issue in uow.packages() if issue.juror == juror and issue.token]
    for issue in voided:
        uow.put_package(replace(issue, token=""))
    if voided:
        numbers: Json = [issue.issue for issue in voided]
        session.note(uow, "package.voided", {"juror": juror, "issues": numbers})


# ---- files that come ---------------------------------------------------------------------------------------


def is_second_machine(file: OpenedScoreFile, keys: Sequence[JurorKey]) -> bool:
    """Return whether a file comes from one more machine of a juror, so that somebody should say yes to it.

    Not so for the first machine, for one that the machine before has named, and for a package that was
    issued anew after the earlier keys were closed.
    """
    mine = [key for key in keys if key.juror == file.content.juror]
    if not mine or not file.is_signed:
        return False
    if file.public_key in {key.public_key for key in mine} or _goes_on(file, mine):
        return False
    return any(not key.closed for key in mine) or file.issue <= max(key.issue for key in mine)


def _goes_on(file: OpenedScoreFile, keys: Sequence[JurorKey]) -> bool:
    """Return whether a file with a new key comes from a machine that an open key of the juror has named.

    Its signatures were checked when the file was opened. A baton that was used already does not count: the
    key that gave it away is closed by then.
    """
    handover = file.content.handover
    return handover is not None and any(
        key.public_key == handover.from_key and not key.closed for key in keys
    )


def keys_with(file: OpenedScoreFile, keys: Sequence[JurorKey], at: str) -> list[JurorKey]:
    """Return the keys as they are once a file is taken in: its own is known, the one before it is closed."""
    content = file.content
    if not file.is_signed:  # a workbook or a paper: there is no key to know
        return list(keys)
    if any(k.juror == content.juror and k.public_key == file.public_key for k in keys):
        return list(keys)
    made = JurorKey(
        juror=content.juror,
        public_key=file.public_key,
        device=content.device,
        issue=file.issue,
        confirmation=Confirmation.PACKAGE,  # the digits of a new key were read by nobody yet
        pinned=at,
    )
    if content.handover is None:
        return [*keys, made]
    before = content.handover.from_key
    mine = [k for k in keys if k.juror == content.juror and k.public_key == before]
    # A machine that was left before anything was handed in from it is known from now on, and closed.
    left = replace(mine[0] if mine else made, public_key=before, closed=at)
    return [*(k for k in keys if k not in mine), left, made]


def pin_key(session: Session, uow: UnitOfWork, file: OpenedScoreFile) -> None:
    """Pin the key of a file that is taken in; the machine that it went on from is closed."""
    keys = uow.keys.all()
    for key in keys_with(file, keys, session.services.now()):
        if key in keys:
            continue
        before = next((k for k in keys if k.public_key == key.public_key), None)
        if before is not None and before.closed:
            continue  # it stays closed since then
        uow.keys.put(key)
        what = "key.closed" if key.closed else "key.pinned"
        session.note(uow, what, {"juror": key.juror, "key": key.public_key})


def _the_key(uow: UnitOfWork, juror: JurorId, public_key: str) -> JurorKey:
    for key in uow.keys.all():
        if key.juror == juror and key.public_key == public_key:
            return key
    raise RuleError(NO_SUCH_KEY, code="E-NO-KEY", juror=_name(uow, juror))


def _name(uow: UnitOfWork, juror: JurorId) -> str:
    found = uow.jurors.find(juror)
    return found.name if found else juror
