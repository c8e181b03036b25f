"""The signed manifest of a backup or archive of an edition."""

from __future__ import annotations

from typing import Final, Literal

from juryapp.application.ports.awards import AwardHead, AwardKind, ChainHead
from juryapp.domain.ids import AwardId, EditionId
from juryapp.exchange.container import MAX_MANIFEST
from juryapp.exchange.package_documents import Instant, ListedFile
from juryapp.exchange.strict_json import Hash, IdText, StrictJson, Struct, Text, Whole


class LogHead(Struct, frozen=True):
    """Where a chain of the log stood."""

    chain: IdText
    entries: Whole
    head: Hash


class AwardManifest(Struct, frozen=True):
    """The signed part of a backup or archive: whose it is, where the log stood, the hashes of the rest."""

    app_version: Text
    award: IdText
    award_key: Hash
    award_name: Text
    chain: IdText  # the one of `heads` that the copy itself wrote
    edition: IdText
    files: list[ListedFile]
    format: Literal["jury-award"]
    heads: list[LogHead]
    kind: Literal["backup", "archive"]
    made: Instant
    title: Text
    trial: bool
    v: Literal[1]
    year: Whole


AWARD_MANIFESTS: Final = StrictJson(AwardManifest, limit=MAX_MANIFEST)


def manifest_of(head: AwardHead, files: list[ListedFile]) -> AwardManifest:
    """Return the manifest that says `head` and lists `files`."""
    return AwardManifest(
        app_version=head.app_version,
        award=head.award,
        award_key=head.award_key,
        award_name=head.award_name,
        chain=head.chain,
        edition=head.edition,
        files=files,
        format="jury-award",
        heads=[LogHead(chain=h.chain, entries=h.entries, head=h.head) for h in head.heads],
        kind="archive" if head.kind is AwardKind.ARCHIVE else "backup",
        made=head.made,
        title=head.title,
        trial=head.trial,
        v=1,
        year=head.year,
    )


def head_of(manifest: AwardManifest) -> AwardHead:
    """Return what a manifest says, without its list of files."""
    return AwardHead(
        kind=AwardKind(manifest.kind),
        award=AwardId(manifest.award),
        award_name=manifest.award_name,
        edition=EditionId(manifest.edition),
        title=manifest.title,
        year=manifest.year,
        trial=manifest.trial,
        made=manifest.made,
        app_version=manifest.app_version,
        award_key=manifest.award_key,
        chain=manifest.chain,
        heads=tuple(ChainHead(h.chain, h.entries, h.head) for h in manifest.heads),
    )
