"""Every reader of files from outside as a function of bytes, with seeds, for fuzzing.

Bytes alone would seldom get past a signature or a seal. So the first byte of an input says on which layer the
rest is put: the file as it is, or the inside of one that is then rightly signed and sealed with real keys.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from bad_inputs import PDF, PNG, SQLITE
from hostile_packages import PACKAGES, PackageForge, package_forge
from hostile_scores import SCORES, ScoreForge, dumped, score_forge
from juryapp.application.merge.planning import _expected
from juryapp.application.ports import Expected
from juryapp.base.errors import FileFormatError, RuleError, UnavailableError, UsageError
from juryapp.domain.ids import AwardId, EditionId, JurorId, RoundId
from juryapp.domain.packages import Receipt, ReceiptContent
from juryapp.exchange.container import open_container
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.jury_package import PACKAGE_TYPE, JuryPackages
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.receipt import Receipts, opened_receipt
from juryapp.exchange.score_file import ScoreFiles
from juryapp.exchange.seal import read_sealed
from juryapp.intake.guards import check_workbook
from juryapp.intake.reader import read_table
from juryapp.intake.xlsx_worker import answer_to
from prepared_award import IN_MEMORY, Award, award_at

# What a reader may raise: it refuses the file. Anything else is a fault.
REFUSALS: Final = (FileFormatError, RuleError, UnavailableError, UsageError)
SHEETS: Final = Path(__file__).parent / "data" / "intake" / "hostile"
BIGGEST_SEED: Final = 64 << 10  # larger ones only slow the search down


@dataclass(frozen=True)
class Target:
    """One reader, and files to begin with."""

    name: str
    read: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]

    def once(self, data: bytes) -> bool:
        """Let the reader have `data`; return whether it took it. Raises only what is a fault."""
        try:
            self.read(data)
        except REFUSALS as error:
            refusal = error
        else:
            return True
        assert refusal.code.startswith(("E-", "A-")), refusal.code
        assert str(refusal), refusal.code
        return False


@dataclass(frozen=True)
class Bench:
    """The keys and files of the small award, and a place for one file at a time."""

    award: Award
    expected: Expected
    office: FolderKeyStore
    scores: ScoreForge
    packages: PackageForge
    folder: Path

    def file(self, name: str, data: bytes) -> Path:
        """Return a file with these bytes; it replaces the one before."""
        path = self.folder / name
        path.write_bytes(data)
        return path


@contextlib.contextmanager
def bench() -> Iterator[Bench]:
    """Give the readers something to read with."""
    with award_at("scored") as award, tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        with award.session.reading() as uow:
            expected = _expected(uow)
        office = FolderKeyStore(KeyFolder(award.folder / "secretariat" / "keys"))
        yield Bench(award, expected, office, score_forge(award), package_forge(award), Path(folder))


def targets(on: Bench) -> Mapping[str, Target]:
    """Return every target by name."""
    from fuzz_attachments import attachment_targets
    from fuzz_locked import locked_targets
    from fuzz_workbooks import WorkbookTarget

    made = (
        *locked_targets(on),
        *attachment_targets(),
        WorkbookTarget(on).target(),
        Target("score", partial(read_score, on), partial(score_seeds, on)),
        Target("package", partial(read_package, on), partial(package_seeds, on)),
        Target("envelope", read_envelope, partial(envelope_seeds, on)),
        Target("container", read_container, partial(container_seeds, on)),
        Target("receipt", partial(read_receipt, on), partial(receipt_seeds, on)),
        Target("verify", partial(read_any, on), partial(any_seeds, on)),
        Target("csv", partial(read_csv, on), partial(sheet_seeds, "csv")),
        Target("xlsx", read_xlsx, partial(sheet_seeds, "xlsx")),
    )
    return {target.name: target for target in made}


def layered(data: bytes, *layers: Callable[[bytes], bytes]) -> bytes:
    """Return what the layer that the first byte names makes of the rest."""
    return layers[data[0] % len(layers)](data[1:]) if data else b""


def small(seeds: Iterator[bytes]) -> list[bytes]:
    """Return the seeds that are not too large, each once."""
    return list(dict.fromkeys(seed for seed in seeds if len(seed) <= BIGGEST_SEED))


# ---- score files -----------------------------------------------------------------------------------------


def read_score(on: Bench, data: bytes) -> None:
    """Read a score file: 0 as it is, 1 an envelope that is sealed, 2 a body that is signed and sealed."""
    made = layered(data, bytes, on.scores.sealed, on.scores.signed)
    opened = ScoreFiles(on.office).read(on.file("x.juryscore", made), on.expected)
    body = open_envelope(opened.opened, "score", expected="").unverified
    assert dumped(json.loads(body)) == body  # one spelling only


class _Bare(ScoreForge):
    """A forge that shows what it would have sealed or signed."""

    def sealed(self, inside: bytes) -> bytes:  # type: ignore[explicit-override]
        return b"\1" + inside

    def signed(self, body: bytes, type_: str = "") -> bytes:  # type: ignore[explicit-override]
        return b"\2" + body


def score_seeds(on: Bench) -> list[bytes]:
    """Return the collection's score files on every layer."""
    forge = on.scores
    bare = _Bare(forge.good, forge.key, forge.seal_key)

    def made() -> Iterator[bytes]:
        yield b"\0" + forge.good
        yield b"\1" + forge.inside
        yield b"\2" + dumped(forge.body)
        for variants in SCORES.values():
            for build in variants.values():
                seed = build(bare)
                yield seed if seed[:1] in {b"\1", b"\2"} else b"\0" + seed

    return small(made())


# ---- envelopes -------------------------------------------------------------------------------------------


def read_envelope(data: bytes) -> None:
    """Read bytes as the outside of a score file (0) or as an envelope (1, 2, 3, by kind)."""
    if not data or data[0] % 4 == 0:
        read_sealed(data[1:])
    else:
        kinds = ("score", "package", "receipt")
        kind: Any = kinds[data[0] % 4 - 1]
        envelope = open_envelope(data[1:], kind, expected="a file")
        assert not envelope.is_signed_by(bytes(32))


def envelope_seeds(on: Bench) -> list[bytes]:
    """Return outsides and envelopes."""
    manifest = dict(on.packages.files)["manifest.json"]
    sound = [
        b"\0" + on.scores.good,
        b"\1" + on.scores.inside,
        b"\2" + manifest,
        b"\3" + receipt(on),
    ]
    return small(iter(sound + [s for s in score_seeds(on) if s[:1] != b"\2"]))


# ---- packages --------------------------------------------------------------------------------------------


def read_package(on: Bench, data: bytes) -> None:
    """Read a package: 0 as it is, 1 a manifest that is signed, 2 data that are listed and signed."""
    forge = on.packages

    def with_manifest(manifest: bytes) -> bytes:
        from hostile_packages import packed

        mimetype, _, *rest = forge.files
        return packed([mimetype, ("manifest.json", forge.signed(manifest)), *rest])

    made = layered(data, bytes, with_manifest, forge.seeing)
    JuryPackages(on.office).read(on.file("x.jurypack", made))


def package_seeds(on: Bench) -> list[bytes]:
    """Return the collection's packages, and sound and crooked insides."""

    def made() -> Iterator[bytes]:
        yield from (b"\0" + seed for seed in container_seeds(on))
        yield b"\1" + dumped(on.packages.manifest)
        data = on.packages.data
        attached = {"attachments": [_attachment(data)]}
        changes: tuple[dict[str, Any], ...] = (
            {},
            {"v": 2},
            {"year": 1.5},
            {"title": "a\u202eb"},
            {"deadline": "x"},
            attached,
        )
        for change in changes:
            yield b"\2" + dumped({**data, **change})
        for field in data:
            yield b"\2" + dumped({name: value for name, value in data.items() if name != field})

    return small(made())


def _attachment(data: dict[str, Any]) -> dict[str, Any]:
    """Return a line about a file that is not in the package."""
    return {
        "media": "text/plain", "name": "Notat.txt", "nominee": data["nominees"][0]["id"], "order": 1,
        "sha256": "a" * 64, "size": 3,
    }  # fmt: skip


def read_container(data: bytes) -> None:
    """Read bytes as a strict zip, and everything in it."""
    for repacked in (False, True):
        container = open_container(io.BytesIO(data), PACKAGE_TYPE, repacked=repacked)
        for name, size in container.sizes.items():
            assert len(container.read(name)) == size


def container_seeds(on: Bench) -> list[bytes]:
    """Return the collection's packages."""
    builds = (build for variants in PACKAGES.values() for build in variants.values())
    return small(iter([on.packages.good, *(build(on.packages) for build in builds)]))


# ---- receipts --------------------------------------------------------------------------------------------


def receipt(on: Bench) -> bytes:
    """Return a sound receipt."""
    said = Receipt(
        sha256="a" * 64,
        file="FILE-1",
        seq=1,
        taken=True,
        complete=True,
        statements="b" * 64,
        received="2026-11-12T14:00:00Z",
        chain="CHAIN-1",
        head="c" * 64,
    )
    content = ReceiptContent(
        award=AwardId("AWARD"),
        edition=EditionId("FJORD-2026"),
        round=RoundId("R1"),
        juror=JurorId("J1"),
        receipt=said,
    )
    return Receipts(on.office).write(content)


def read_receipt(on: Bench, data: bytes) -> None:
    """Read a receipt: 0 as it is, 1 a body that is signed."""
    type_ = "application/vnd.juryapp.receipt+json; v=1"
    made = layered(data, bytes, partial(on.packages.signed, type_=type_))
    Receipts(on.office).read(on.file("x.juryreceipt", made))
    opened_receipt(made)


def receipt_seeds(on: Bench) -> list[bytes]:
    """Return sound and crooked receipts."""
    sound = receipt(on)
    body = open_envelope(sound, "receipt", expected="").unverified
    crooked = [
        body.replace(b'"taken"', b'"held"'),
        body.replace(b'"seq":1', b'"seq":1.0'),
        body.replace(b'"v":1', b'"v":2'),
        body.replace(b"2026-11-12", b"2026-02-30"),
        body.replace(b"{", b'{"v":1,', 1),
    ]
    return [b"\0" + sound, *(b"\1" + seed for seed in (body, *crooked))]


# ---- whatever it is --------------------------------------------------------------------------------------

SUFFIXES: Final = (
    *(".jurypack", ".juryscore", ".juryreceipt", ".juryaward", ".jurymove", ".key", ".pdf", ".x"),
)


def read_any(on: Bench, data: bytes) -> None:
    """Say of bytes which file they are; the first byte chooses the suffix of its name."""
    from fuzz_locked import without_argon

    path = on.file("any" + SUFFIXES[data[0] % len(SUFFIXES)] if data else "any.x", data[1:])
    verifier = on.award.session.services.verifier
    with without_argon():
        verifier.recognise(path)
        said = verifier.verify(path, on.expected, password="word")
    assert said.signature in {"valid", "invalid", "sealed", "none"}
    assert said.whole or said.code.startswith("E-")
    path.unlink()


def any_seeds(on: Bench) -> list[bytes]:
    """Return files of every kind under every suffix that one may have."""
    made = targets(on)
    first = [made[n].seeds()[0][1:] for n in ("score", "package", "receipt", "move", "keys")]
    sound = [*first, made["award"].seeds()[0][1:], made["lock"].seeds()[0][1:], PDF, PNG, SQLITE]
    seeds = (bytes([n]) + data for n in range(len(SUFFIXES)) for data in sound)
    return small(seeds)


# ---- tables ----------------------------------------------------------------------------------------------


def read_csv(on: Bench, data: bytes) -> None:
    """Read bytes as a CSV file."""
    read_table(on.file("x.csv", data))


def read_xlsx(data: bytes) -> None:
    """Read bytes as a workbook. Past the guards the library may give up: it does so in its own process."""
    check_workbook(data)
    with contextlib.suppress(Exception):
        answer_to(data, None)


def sheet_seeds(folder: str) -> list[bytes]:
    """Return the collection's tables of one kind."""
    return small(path.read_bytes() for path in sorted((SHEETS / folder).iterdir()))


def write_seeds(target: Target, folder: Path) -> int:
    """Write the seeds of a target as files; return how many there are."""
    seeds = target.seeds()
    for seed in seeds:
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    return len(seeds)
