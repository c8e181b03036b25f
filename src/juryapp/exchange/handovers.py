"""A juror goes on on another machine: who signs what, and whether it fits. See `domain.packages.Handover`."""

from __future__ import annotations

from juryapp.domain.packages import Handover
from juryapp.exchange.keys import SigningKey, is_signed_by


def given(before: SigningKey, baton: bytes, *, edition: str, juror: str) -> bytes:
    """Return the signature with which the machine before gives the baton away."""
    return before.sign(_giving(baton, edition, juror))


def taken(baton: SigningKey, before: bytes, new: bytes, *, edition: str, juror: str) -> bytes:
    """Return the signature with which the baton names the key of the machine that goes on."""
    return baton.sign(_taking(before, new, edition, juror))


def is_given(baton: bytes, before: bytes, signature: bytes, *, edition: str, juror: str) -> bool:
    """Return whether the machine with the key `before` gave the baton away."""
    return is_signed_by(before, signature=signature, message=_giving(baton, edition, juror))


def fits(handover: Handover, new: bytes, *, edition: str, juror: str) -> bool:
    """Return whether both signatures are right, for this very key, edition and juror."""
    before, baton = bytes.fromhex(handover.from_key), bytes.fromhex(handover.baton)
    if len({before, baton, new}) != 3:
        return False
    given_away = bytes.fromhex(handover.given)
    return is_given(baton, before, given_away, edition=edition, juror=juror) and is_signed_by(
        baton, signature=bytes.fromhex(handover.taken), message=_taking(before, new, edition, juror)
    )


def _giving(baton: bytes, edition: str, juror: str) -> bytes:
    return b"jury-handover-v1\0" + baton + edition.encode() + b"\0" + juror.encode()


def _taking(before: bytes, new: bytes, edition: str, juror: str) -> bytes:
    return b"jury-takeover-v1\0" + before + new + edition.encode() + b"\0" + juror.encode()
