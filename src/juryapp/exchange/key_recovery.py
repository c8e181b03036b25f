"""The recovery phrase: twelve words that open an edition's private keys on another machine.

The words come from a published list (BIP 39, English: 2048 words, no two with the same first four letters);
they say 128 random bits and 4 to check them, so that a word that was misread is found. Argon2id makes a key
of the phrase and a salt; ChaCha20-Poly1305 locks the private keys with it. Only what is locked is kept. The
salt is new every time, so each key locks one thing only, and a fixed nonce does.
"""

from __future__ import annotations

import difflib
import hmac
import re
import secrets
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from msgspec import Meta

from juryapp.base.errors import FileFormatError, UsageError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition
from juryapp.exchange import refusals
from juryapp.exchange.envelope import base64_bytes, base64_text
from juryapp.exchange.keys import KEY_BYTES, SealKey, SigningKey
from juryapp.exchange.password import halves
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct

if TYPE_CHECKING:
    from mnemonic import Mnemonic

WORDS: Final = 12
_SALT: Final = 16
_NONCE: Final = bytes(12)
_SPOKEN: Final = re.compile(r"[^\W\d_]+")  # numbers and full stops of a list do not count
_MAX_TYPED: Final = 1000

NOT_A_WORD = N_(
    "“{word}” (word {place}) is not one of the words of such a phrase. Look at it again."
)
NOT_A_WORD_NEAR = N_(
    "“{word}” (word {place}) is not one of the words of such a phrase. Is it “{near}”?"
)
NUMBER_OF_WORDS = N_("The recovery phrase has {wanted} words; here are {found}.")
DOES_NOT_CHECK = N_(
    "Each word is one that can stand there, but not all of them together: one is another word than on the"
    " sheet, or two have changed places."
)
OTHER_PHRASE = N_(
    "This is not the phrase that these keys were locked with. If a newer phrase was made, take the newest"
    " sheet."
)


class WrappedKeysDocument(Struct, frozen=True):
    """An edition's private keys, locked with the recovery phrase."""

    award: str
    box: str
    check: Hash
    edition: IdText
    juryapp: Literal["wrapped_keys"]
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    seal: Hash  # the public halves
    sign: Hash
    v: Literal[1]


_WRAPPED: Final = StrictJson(
    WrappedKeysDocument,
    wrapper=True,
    expected=refusals.WRAPPED_KEYS,
    tag=("juryapp", "wrapped_keys"),
)


@cache
def _list() -> Mnemonic:
    from mnemonic import Mnemonic  # noqa: PLC0415 - reads the list of words; seldom needed

    return Mnemonic("english")


def new_phrase() -> str:
    """Return a new phrase: twelve words with spaces between them."""
    return _list().to_mnemonic(secrets.token_bytes(16))


def read_phrase(typed: str) -> str:
    """Return the phrase that somebody typed or pasted, as `new_phrase` writes it.

    Raises:
        UsageError: A word is none of the list (E-PHRASE-WORD names it), or the words do not go together
            (E-PHRASE).
    """
    words = _SPOKEN.findall(typed[:_MAX_TYPED].lower())
    for place, word in enumerate(words, start=1):
        if word not in _list().wordlist:
            raise _not_a_word(word, place)
    if len(words) != WORDS:
        raise UsageError(NUMBER_OF_WORDS, code="E-PHRASE", wanted=WORDS, found=len(words))
    phrase = " ".join(words)
    if not _list().check(phrase):
        raise UsageError(DOES_NOT_CHECK, code="E-PHRASE")
    return phrase


def _not_a_word(word: str, place: int) -> UsageError:
    near = difflib.get_close_matches(word, _list().wordlist, n=1, cutoff=0.7)
    shown = refusals.shown(word)
    if near:
        return UsageError(
            NOT_A_WORD_NEAR, code="E-PHRASE-WORD", word=shown, place=place, near=near[0]
        )
    return UsageError(NOT_A_WORD, code="E-PHRASE-WORD", word=shown, place=place)


def wrap(edition: Edition, sign: SigningKey, seal: SealKey, phrase: str) -> bytes:
    """Return the private keys of an edition, locked with a phrase."""
    salt = secrets.token_bytes(_SALT)
    key, check = halves(phrase, salt)
    purpose = _purpose(edition.award, edition.id, sign.public.hex(), seal.public.hex())
    box = ChaCha20Poly1305(key).encrypt(_NONCE, sign.private + seal.private, purpose)
    return _WRAPPED.encode(
        WrappedKeysDocument(
            award=edition.award,
            box=base64_text(box),
            check=check.hex(),
            edition=edition.id,
            juryapp="wrapped_keys",
            salt=salt.hex(),
            seal=seal.public.hex(),
            sign=sign.public.hex(),
            v=1,
        )
    )


def public_halves(wrapped: bytes, edition: Edition) -> tuple[str, str]:
    """Return the public keys (sign, seal; hex) of what was locked for `edition`, not vouched for yet.

    Raises:
        FileFormatError: It is damaged (E-KEYS-DAMAGED), newer, or of another edition (E-EDITION).
    """
    found = _decoded(wrapped)
    if found.edition != edition.id or found.award != edition.award:
        raise refusals.OTHER_EDITION.error(found=found.edition, expected=edition.id)
    return found.sign, found.seal


def unwrap(wrapped: bytes, phrase: str) -> tuple[SigningKey, SealKey]:
    """Return the private keys in `wrapped`.

    Raises:
        UsageError: It was another phrase (E-PHRASE).
        FileFormatError: The phrase is right, and what it locks is damaged (E-KEYS-DAMAGED).
    """
    found = _decoded(wrapped)
    key, check = halves(phrase, bytes.fromhex(found.salt))
    if not hmac.compare_digest(check.hex(), found.check):
        raise UsageError(OTHER_PHRASE, code="E-PHRASE")
    purpose = _purpose(found.award, found.edition, found.sign, found.seal)
    try:
        private = ChaCha20Poly1305(key).decrypt(_NONCE, base64_bytes(found.box, "box"), purpose)
    except (InvalidTag, FileFormatError):
        raise refusals.WRAPPED_DAMAGED.error() from None
    if len(private) != 2 * KEY_BYTES:
        raise refusals.WRAPPED_DAMAGED.error()
    sign, seal = SigningKey.of(private[:KEY_BYTES]), SealKey.of(private[KEY_BYTES:])
    if (sign.public.hex(), seal.public.hex()) != (found.sign, found.seal):
        raise refusals.WRAPPED_DAMAGED.error()
    return sign, seal


def _decoded(wrapped: bytes) -> WrappedKeysDocument:
    try:
        return _WRAPPED.decode(wrapped)
    except FileFormatError as error:
        if error.code == refusals.VERSION.code:
            raise
        raise refusals.WRAPPED_DAMAGED.error() from None


def _purpose(award: str, edition: str, sign: str, seal: str) -> bytes:
    return f"jury-recovery-v1|{award}|{edition}|{sign}|{seal}".encode()
