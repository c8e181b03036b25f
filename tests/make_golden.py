"""Makes the golden files of version 1: `python tests/make_golden.py`, from the top of the checkout.

It also writes the worked example in the description of the formats, which quotes them.

They are made once per version of a format and then kept: a later program must read them for ever. Until the
first release the formats may still change; then this is run again and the old files go.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attachment_examples import TEXT, attach_all, png
from format_example import put_example
from juryapp.application.copies.award_files import export_award
from juryapp.application.keys.recovery import make_phrase
from juryapp.application.merge.merging import merge, preview_merge
from juryapp.application.merge.receipts import write_receipts
from juryapp.application.naming import find_nominee
from juryapp.application.ports.awards import AwardKind
from juryapp.base.files import sha256
from juryapp.domain.ids import EditionId, JurorId
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SealKey, SigningKey, fingerprint, keyid
from juryapp.exchange.score_file import ScoreFiles
from workplace import Workplace, ballot, fjordby, services_in

EDITION: Final = EditionId("FJORD-2026")
GOLDEN: Final = Path(__file__).parent / "data" / "golden" / "v1"
README: Final = "README.md"
KEPT: Final = (  # made by the programs of their time; not made here
    README,
    "edition-1.jurydb.gz",
    "edition-2.jurydb.gz",
)


def known_key(name: str) -> bytes:
    """Return the private bytes of a key that everybody knows."""
    return hashlib.sha256(f"juryapp golden {name}".encode()).digest()


def make(folder: Path, work: Path) -> None:
    """Make one of everything in `work` and put it into `folder`."""
    keys = KeyFolder(work / "secretariat" / "keys")
    keys.put_signing_key(f"SIGN.{EDITION}", SigningKey.of(known_key("sign")))
    keys.put_seal_key(f"SEAL.{EDITION}", SealKey.of(known_key("seal")))
    place = fjordby(work)
    _attach(place)
    packages = place.packages()
    bjarne = packages[1]
    name = f"JUROR.{EDITION}.{bjarne.juror.id}"
    desk_keys = KeyFolder(work / f"juror-{bjarne.juror.number}" / "keys")
    desk_keys.put_signing_key(name, SigningKey.of(known_key("bjarne")))
    score = place.scored(bjarne, ballot("bjarne"))
    facts = _facts(place, bjarne.juror.id, bjarne.path, score)
    _put_database(folder, place)
    shutil.copyfile(bjarne.path, folder / "bjarne.jurypack")
    shutil.copyfile(score, folder / "bjarne.juryscore")
    shutil.copyfile(work / "secretariat" / "keys" / f"SIGN.{EDITION}.key", folder / "sign.key")
    place = _reopened(work)
    merge(place.session, preview_merge(place.session, [score]))
    (receipt,), _ = write_receipts(place.session, work / "receipts")
    shutil.copyfile(receipt.path, folder / "bjarne.juryreceipt")
    facts["phrase"] = make_phrase(place.session)
    for kind in (AwardKind.BACKUP, AwardKind.ARCHIVE):
        saved = export_award(place.session, work / f"{kind}.juryaward", kind)
        _put_packed(folder, saved.path)
    place.session.close()
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (folder / "facts.json").write_text(text, encoding="utf-8")


def _attach(place: Workplace) -> None:
    """Give one nominee a text and a picture."""
    with place.session.reading() as uow:
        fjordby_id = find_nominee(uow.nominees.all(), "Fjordby").id
    attach_all(
        place.session, fjordby_id, place.folder / "in", {"Torget.png": png(4), "Notat.txt": TEXT}
    )


def _reopened(work: Path) -> Workplace:
    from juryapp.application.edition.editions import open_edition

    return Workplace(open_edition(services_in(work / "secretariat")), work)


def _put_database(folder: Path, place: Workplace) -> None:
    """Put the edition's database as it is now into the folder, and close it."""
    database = Path(place.session.database.place)
    place.session.close()
    copy = database.parents[1] / "edition-3.jurydb"
    shutil.copyfile(database, copy)
    _put_packed(folder, copy)


def _put_packed(folder: Path, path: Path) -> None:
    """Put a large file into the folder as gzip, which is of no meaning: it only saves room."""
    (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def _facts(place: Workplace, juror: JurorId, package: Path, score: Path) -> dict[str, Any]:
    """Return what a reader must find, as the program itself sees it."""
    sign, seal = SigningKey.of(known_key("sign")), SealKey.of(known_key("seal"))
    own = SigningKey.of(known_key("bjarne"))
    with place.session.reading() as uow:
        (issue,) = [issue for issue in uow.packages() if issue.juror == juror]
    opened = place.session.services.packages.read(package).content
    return {
        "award_key": {"private": known_key("sign").hex(), **_public(sign.public)},
        "seal_key": {"private": known_key("seal").hex(), **_public(seal.public)},
        "juror_key": {"private": known_key("bjarne").hex(), **_public(own.public)},
        "token": issue.token,
        "award": opened.award,
        "edition": EDITION,
        "juror": juror,
        "package": {"sha256": sha256(package.read_bytes()), "ballot": opened.ballot},
        "attachments": {a.name: a.sha256 for a in opened.attachments},
        "score": {
            "sha256": sha256(score.read_bytes()),
            "marks": _marks(place, score),
        },
    }


def _public(key: bytes) -> Mapping[str, str]:
    return {"public": key.hex(), "keyid": keyid(key), "fingerprint": fingerprint(key)}


def _marks(place: Workplace, score: Path) -> list[list[Any]]:
    from juryapp.application.merge.planning import _expected

    with place.session.reading() as uow:
        expected = _expected(uow)
        names = {nominee.id: nominee.name for nominee in uow.nominees.all()}
    keys = place.session.services.keys
    assert isinstance(keys, FolderKeyStore)
    content = ScoreFiles(keys).read(score, expected).content
    marks = [(stated.statement.key, stated.statement.content) for stated in content.marks]
    return sorted([names[k.nominee], k.criterion, str(c.state), c.points] for k, c in marks)


def main() -> None:
    """Make all golden files anew."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.iterdir():
        if path.name not in KEPT:
            path.unlink()
    with tempfile.TemporaryDirectory() as work:
        make(GOLDEN, Path(work))
    put_example(GOLDEN)
    sys.stdout.writelines(f"{p.stat().st_size:8} {p.name}\n" for p in sorted(GOLDEN.iterdir()))


if __name__ == "__main__":
    main()
