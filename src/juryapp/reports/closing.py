"""The end of the main part: what is still open, approval and signatures."""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.jury import ROLE_NAMES, Role
from juryapp.domain.protocol import ProtocolContent
from juryapp.reports.blocks import (
    Block,
    Digest,
    Digits,
    Heading,
    Item,
    Items,
    Prose,
    Room,
    Signatures,
    Tone,
)
from juryapp.reports.words import Words, shortened

SIGN_FINAL = N_("This is a draft: sign the final version.")
RECORD = N_("We confirm that this protocol states what was decided.")
DIGEST_LABEL = N_("Digest of everything that this protocol states")
HEAD_OF_APPROVAL: Final = 50.0  # mm: what is signed stands above the signatures, on the same page
ROOM_FOR_TWO: Final = 24.0


def open_questions(content: ProtocolContent, words: Words) -> list[Block]:
    """Return what stands between this result and an official one; nothing if it is official."""
    if not content.open_questions:
        return []
    explained = N_("The result is not official until these questions are settled:")
    items = tuple(Item(words(template, **names)) for template, names in content.open_questions)
    return [Heading(2, words(N_("Open questions"))), Prose(words(explained)), Items(items)]


def approval(content: ProtocolContent, words: Words) -> list[Block]:
    """Return the digest of a final protocol, and lines to sign on."""
    lines = tuple((shortened(name, 120), part) for name, part in signatories(content, words))
    room = Room(HEAD_OF_APPROVAL + ROOM_FOR_TWO * ((len(lines) + 1) // 2))
    blocks: list[Block] = [room, Heading(2, words(N_("Approval")))]
    if content.draft:
        blocks.append(Prose(words(SIGN_FINAL), Tone.MUTED))
    else:
        blocks += [Prose(words(RECORD)), Digest(words(DIGEST_LABEL), Digits(content.digest))]
    return [*blocks, Signatures(lines)] if lines else blocks


def signatories(content: ProtocolContent, words: Words) -> list[tuple[str, str]]:
    """Return who signs, each once: the chair, the keeper of the minutes, the members present."""
    held = content.meeting
    parts = {juror.name: words(ROLE_NAMES[juror.role]) for juror in content.jury}
    silent = {juror.name for juror in content.jury if juror.role is Role.OBSERVER}
    signing = {held.chair: words(N_("Chair of the meeting"))}
    signing.setdefault(held.keeper, words(N_("Keeper of the minutes")))
    for name in held.present:
        if name not in silent:
            signing.setdefault(name, parts.get(name, ""))
    return [(name, part) for name, part in signing.items() if name.strip()]
