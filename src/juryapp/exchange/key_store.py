"""The keys of editions and jurors on this machine, by whom they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from juryapp.application.ports import AwardKeys
from juryapp.base.errors import RuleError
from juryapp.base.i18n import N_
from juryapp.domain.award import Edition
from juryapp.domain.ids import EditionId, JurorId, is_id
from juryapp.exchange import key_recovery
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.keys import SealKey, SigningKey, fingerprint

NO_KEYS: Final = N_(
    "The keys of this edition are not on this computer. Type the recovery phrase, or do this on the computer"
    " that has the keys."
)


@dataclass(frozen=True, slots=True)
class FolderKeyStore:
    """Implements the port `KeyStore` on a folder of key files."""

    folder: KeyFolder

    def make_award_keys(self, edition: EditionId) -> AwardKeys:
        """Return the keys of a new edition; those that are there already are never overwritten."""
        if self.folder.find_signing_key(f"SIGN.{edition}") is None:
            self.folder.put_signing_key(f"SIGN.{edition}", SigningKey.make())
        if self.folder.find_seal_key(f"SEAL.{edition}") is None:
            self.folder.put_seal_key(f"SEAL.{edition}", SealKey.make())
        return AwardKeys(
            sign=self.sign_key(edition).public.hex(), seal=self.seal_key(edition).public.hex()
        )

    def award_keys(self, edition: EditionId) -> AwardKeys | None:
        """Return the public keys of an edition if both private ones are on this machine."""
        sign = self.folder.find_signing_key(f"SIGN.{edition}")
        seal = self.find_seal_key(edition)
        if sign is None or seal is None:
            return None
        return AwardKeys(sign=sign.public.hex(), seal=seal.public.hex())

    def new_phrase(self) -> str:
        """Return a new recovery phrase; nothing is locked with it yet."""
        return key_recovery.new_phrase()

    def read_phrase(self, typed: str) -> str:
        """Return the phrase that somebody typed, spelt as `new_phrase` does. Raises UsageError."""
        return key_recovery.read_phrase(typed)

    def wrap_award_keys(self, edition: Edition, phrase: str) -> bytes:
        """Return the private keys of an edition, locked with a phrase. Raises RuleError (E-NO-KEYS)."""
        return key_recovery.wrap(
            edition, self.sign_key(edition.id), self.seal_key(edition.id), phrase
        )

    def wrapped_award_keys(self, edition: Edition, wrapped: bytes) -> AwardKeys:
        """Return the public keys of what is locked. Raises FileFormatError: damaged, another edition's."""
        sign, seal = key_recovery.public_halves(wrapped, edition)
        return AwardKeys(sign=sign, seal=seal)

    def restore_award_keys(self, edition: EditionId, wrapped: bytes, phrase: str) -> AwardKeys:
        """Put the keys that are locked into this machine's folder.

        Raises:
            UsageError: It was another phrase (E-PHRASE).
            FileFormatError: What is locked is damaged (E-KEYS-DAMAGED).
        """
        sign, seal = key_recovery.unwrap(wrapped, phrase)
        self.folder.put_signing_key(f"SIGN.{edition}", sign)
        self.folder.put_seal_key(f"SEAL.{edition}", seal)
        return AwardKeys(sign=sign.public.hex(), seal=seal.public.hex())

    def juror_key(self, edition: EditionId, juror: JurorId) -> str:
        """Return the juror's public key on this machine (hex), made at the first call."""
        return self.juror_signing_key(edition, juror).public.hex()

    def renew_juror_key(self, edition: EditionId, juror: JurorId) -> str:
        """Make a new key of the juror's on this machine and return its public half (hex)."""
        return self.renewed_juror_key(edition, juror).public.hex()

    def check_forgettable(self, edition: EditionId, juror: JurorId) -> None:
        """Raise UnavailableError (E-ERASE) if the juror's key could not be forgotten."""
        self.folder.check_forgettable(f"JUROR.{edition}.{juror}")

    def forget_juror_key(self, edition: EditionId, juror: JurorId) -> None:
        """Overwrite and delete the juror's key on this machine; what locks it beside the file stays.

        Without the file, what the platform keeps opens nothing; other keys may need it.
        """
        self.folder.forget(f"JUROR.{edition}.{juror}")

    def fingerprint(self, public_key: str) -> str:
        """Return a public key (hex) as 20 digits in four groups of five, to be read aloud."""
        return fingerprint(bytes.fromhex(public_key))

    def locked_by(self, edition: EditionId, juror: JurorId | None = None) -> str:
        """Return what locks the keys of an edition, or of a juror, beside the file (N_ text), or ""."""
        return self.folder.locked_by(f"JUROR.{edition}.{juror}" if juror else f"SIGN.{edition}")

    def juror_signing_key(self, edition: EditionId, juror: JurorId) -> SigningKey:
        """Return the juror's own key, made at the first call."""
        name = f"JUROR.{edition}.{juror}"
        key = self.folder.find_signing_key(name)
        if key is None:
            key = SigningKey.make()
            self.folder.put_signing_key(name, key)
        return key

    def renewed_juror_key(self, edition: EditionId, juror: JurorId) -> SigningKey:
        """Return a new key of the juror's; an earlier one on this machine is gone."""
        key = SigningKey.make()
        self.folder.put_signing_key(f"JUROR.{edition}.{juror}", key)
        return key

    def sign_key(self, edition: EditionId) -> SigningKey:
        """Return the key that signs an edition's packages. Raises RuleError (E-NO-KEYS)."""
        key = self.folder.find_signing_key(f"SIGN.{edition}")
        if key is None:
            raise RuleError(NO_KEYS, code="E-NO-KEYS")
        return key

    def seal_key(self, edition: EditionId) -> SealKey:
        """Return the key that opens an edition's score files. Raises RuleError (E-NO-KEYS)."""
        key = self.find_seal_key(edition)
        if key is None:
            raise RuleError(NO_KEYS, code="E-NO-KEYS")
        return key

    def find_seal_key(self, edition: str) -> SealKey | None:
        """Return the key that opens an edition's score files, or None if it is not on this machine.

        The id may come from a file that nobody has vouched for: one that is no id has no key.
        """
        if not is_id(edition):
            return None
        return self.folder.find_seal_key(f"SEAL.{edition}")
