"""A signed file of a whole edition, and ways to make it again with something in it changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from juryapp.application.copies.award_files import export_award
from juryapp.application.ports.awards import AwardKind
from juryapp.application.services import Services
from juryapp.base.canonical import canonical_bytes
from juryapp.base.files import sha256
from juryapp.domain.ids import EditionId
from juryapp.exchange.award_documents import AWARD_MANIFESTS
from juryapp.exchange.award_file import AWARD, AWARD_TYPE
from juryapp.exchange.container import write_container
from juryapp.exchange.envelope import open_envelope, sign
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey
from prepared_award import Award


def exported(award: Award, kind: AwardKind = AwardKind.BACKUP, name: str = "copies") -> Path:
    """Save the award as one file and return where it lies."""
    return export_award(award.session, award.folder / name, kind).path


def parts_of(path: Path) -> dict[str, bytes]:
    """Return every part of a file, as any program sees it."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def key_of(services: Services, edition: str = "FJORD-2026") -> SigningKey:
    """Return the key that signs an edition's files."""
    keys = services.keys
    assert isinstance(keys, FolderKeyStore)
    return keys.sign_key(EditionId(edition))


def signed_again(
    parts: Mapping[str, bytes],
    key: SigningKey,
    change: Callable[[dict[str, object]], object] = lambda _manifest: None,
) -> bytes:
    """Return the parts as a file whose manifest lists them rightly, changed by `change` and signed."""
    import json

    envelope = open_envelope(parts["manifest.json"], "award", expected="")
    manifest = json.loads(envelope.unverified)
    listed = {
        name: data for name, data in parts.items() if name not in {"mimetype", "manifest.json"}
    }
    manifest["files"] = [
        {"bytes": len(data), "name": name, "sha256": sha256(data)} for name, data in listed.items()
    ]
    manifest["award_key"] = key.public.hex()
    change(manifest)
    body = canonical_bytes(manifest)
    entries = [("mimetype", AWARD_TYPE), ("manifest.json", sign("award", body, key))]
    target = io.BytesIO()
    write_container(target, [*entries, *listed.items()], AWARD)
    return target.getvalue()


def manifest_in(path: Path) -> object:
    """Return the manifest in a file, typed."""
    envelope = open_envelope(parts_of(path)["manifest.json"], "award", expected="")
    return AWARD_MANIFESTS.decode(envelope.unverified)
