"""The collection's hostile jury packages, each made anew from a sound one with the edition's own key."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hostile_scores import dumped, text64
from juryapp.base.files import sha256
from juryapp.domain.ids import EditionId
from juryapp.exchange.container import Entry, _end_record, open_container
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.jury_package import PACKAGE_TYPE
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SigningKey, keyid
from prepared_award import Award

TYPE: Final = "application/vnd.juryapp.package+json; v=1"
Files = list[tuple[str, bytes]]


@dataclass(frozen=True)
class PackageForge:
    """Bjarne's sound package and the key that signs packages."""

    good: bytes
    key: SigningKey

    @property
    def files(self) -> Files:
        """What is in the package, in its order."""
        container = open_container(io.BytesIO(self.good), PACKAGE_TYPE)
        return [(name, container.read(name)) for name in container.sizes]

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        envelope = open_envelope(dict(self.files)["manifest.json"], "package", expected="")
        manifest: dict[str, Any] = json.loads(envelope.unverified)
        return manifest

    @property
    def data(self) -> dict[str, Any]:
        """What the juror sees."""
        data: dict[str, Any] = json.loads(dict(self.files)["data.json"])
        return data

    def signed(self, manifest: bytes, type_: str = TYPE) -> bytes:
        """Return a manifest in its envelope, rightly signed as that type."""
        kind = type_.encode()
        message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(manifest), manifest)
        signature = {"keyid": keyid(self.key.public), "sig": text64(self.key.sign(message))}
        envelope = {
            "payload": text64(manifest),
            "payloadType": type_,
            "signatures": [signature],
        }
        return dumped(envelope)

    def holding(self, *more: tuple[str, bytes], listed: bool = True, **changes: object) -> Files:
        """Return the files of a package with more in it, rightly signed.

        Args:
            more: Names and bytes of further files.
            listed: Let the manifest name them.
            changes: What else the manifest says.
        """
        manifest = {**self.manifest, **changes}
        if listed:
            manifest["files"] = manifest["files"] + [
                {"bytes": len(data), "name": name, "sha256": sha256(data)} for name, data in more
            ]
        return [
            ("mimetype", PACKAGE_TYPE),
            ("manifest.json", self.signed(dumped(manifest))),
            ("data.json", dict(self.files)["data.json"]),
            *more,
        ]

    def seeing(self, data: bytes, **changes: object) -> bytes:
        """Return a package in which `data` stands as data.json, rightly listed and signed."""
        listed = [{"bytes": len(data), "name": "data.json", "sha256": sha256(data)}]
        manifest = {**self.manifest, "files": listed, **changes}
        signed = self.signed(dumped(manifest))
        return packed([("mimetype", PACKAGE_TYPE), ("manifest.json", signed), ("data.json", data)])


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a container as the program lays it out, with whatever names."""
    entries: list[Entry] = []
    for name, data in files:
        place = entries[-1].end if entries else 0
        entries.append(Entry(name, len(data), zlib.crc32(data), place))
    parts = [entry.local_header + data for entry, (_, data) in zip(entries, files, strict=True)]
    parts += [entry.directory_record for entry in entries]
    return b"".join([*parts, _end_record(entries)])


def package_forge(award: Award) -> PackageForge:
    """Return the forge of an award at the stage "packages" or later."""
    office = FolderKeyStore(KeyFolder(award.folder / "secretariat" / "keys"))
    key = office.sign_key(EditionId("FJORD-2026"))
    return PackageForge(award.written[1].path.read_bytes(), key)


Build = Callable[[PackageForge], bytes]


def named(name: str) -> dict[str, Build]:
    """Put a file with that name into the package; once listed in the manifest, once not."""
    return {
        "listed": lambda forge: packed(forge.holding((name, b"evil"))),
        "smuggled": lambda forge: packed(forge.holding((name, b"evil"), listed=False)),
    }


def ordinary_zip(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive made by another program."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def deflated_bomb(forge: PackageForge) -> bytes:
    """Return a package with ten megabytes of nothing in ten kilobytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in forge.files:
            archive.writestr(name, data)
        zeros = bytes(10 << 20)
        archive.writestr(f"att/{sha256(zeros)}", zeros, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def missing_member(forge: PackageForge) -> bytes:
    listed = [*forge.manifest["files"], {"bytes": 4, "name": "att/" + "a" * 64, "sha256": "a" * 64}]
    return packed(forge.holding(files=listed))


def changed_data(forge: PackageForge) -> bytes:
    """Return a package in which the contents are others than the manifest says; the checksums fit."""
    return packed(
        [(n, d.replace(b"Fjordby", b"Fjordbo") if n == "data.json" else d) for n, d in forge.files]
    )


def changed_bytes(forge: PackageForge) -> bytes:
    """Return a package with another letter in data.json; not even the checksums fit."""
    assert b"Fjordby" in forge.good
    return forge.good.replace(b"Fjordby", b"Fjordbo", 1)


def with_comment(forge: PackageForge) -> bytes:
    """Return a package with a second end record hidden in a comment."""
    hidden = bytes(60_000) + forge.good[-22:]
    return forge.good[:-2] + len(hidden).to_bytes(2, "little") + hidden


def many_entries(forge: PackageForge) -> bytes:
    more = [(f"att/{n:064x}", b"x") for n in range(3000)]
    return packed(forge.holding(*more))


def swapped(forge: PackageForge) -> bytes:
    mimetype, manifest, *rest = forge.files
    return packed([manifest, mimetype, *rest])


def data_first(forge: PackageForge) -> bytes:
    mimetype, manifest, data = forge.files
    return packed([mimetype, data, manifest])


EPUB: Final = ordinary_zip(("mimetype", b"application/epub+zip"), method=zipfile.ZIP_STORED)
DOCX: Final = ordinary_zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))

PACKAGES: Final[dict[str, dict[str, Build]]] = {
    "empty_zip": {"zip": lambda _: b"PK\5\6" + bytes(18)},
    "bomb_10MB": {"attachment": deflated_bomb},
    "path_dotdot": named("../../evil.txt"),
    "path_abs": named("/etc/cron.d/evil"),
    "path_drive": named("C:\\Windows\\evil.dll"),
    "path_unc": named("\\\\host\\share\\evil"),
    "path_dev": named("CON"),
    "path_ads": named("manifest.json:evil"),
    "path_newline": named("a\nb"),
    "path_long": named("a" * 5000),
    "extra_file": {
        "harmless": lambda forge: packed(forge.holding(("notes.txt", b"x"), listed=False)),
        "attachment": lambda forge: packed(
            forge.holding((f"att/{sha256(b'x')}", b"x"), listed=False)
        ),
    },
    "missing_member": {"attachment": missing_member},
    "hash_mismatch": {"contents": changed_data, "bytes": changed_bytes},
    "comment_64k": {"comment": with_comment},
    "many_entries": {"attachments": many_entries},
    "mimetype_wrong": {
        "an EPUB": lambda _: EPUB,
        "another of ours": lambda forge: packed(
            [("mimetype", b"application/vnd.juryapp.award+zip"), *forge.files[1:]]
        ),
    },
    "is_docx": {"a Word file": lambda _: DOCX},
    "manifest_not_first": {"mimetype second": swapped, "data second": data_first},
}
