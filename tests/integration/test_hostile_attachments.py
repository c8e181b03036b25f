"""Packages whose attachments are not what they should be, each rightly signed by the edition's own key.

The secretariat's program makes none of them; a doctored one might, or a machine that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from attachment_examples import TEXT, jpeg, pdf, png
from hostile_packages import PackageForge, package_forge, packed
from hostile_scores import dumped
from juryapp.application.desk.copying import copy_attachments
from juryapp.application.desk.opening import open_package
from juryapp.base.errors import FileFormatError
from juryapp.base.files import sha256
from juryapp.exchange import jury_package
from juryapp.exchange.jury_package import PACKAGE_TYPE
from prepared_award import Award, award_at
from workplace import services_in

Listed = dict[str, Any]


@dataclass
class Draft:
    """A package before it is signed, to be spoiled."""

    forge: PackageForge
    listed: list[Listed] = field(default_factory=list)  # in the data
    files: dict[str, bytes] = field(default_factory=dict)  # in the package, by name
    vouched: dict[str, Listed] = field(default_factory=dict)  # in the manifest, by name
    changes: dict[str, Any] = field(default_factory=dict)  # of the manifest

    def add(self, data: bytes, media: str = "text/plain", nominee: int = 0, **facts: Any) -> None:
        """Put a file in as it should be."""
        digest = sha256(data)
        whose = self.forge.data["nominees"][nominee]["id"]
        self.listed.append(
            {
                "media": media, "name": "Notat.txt", "nominee": whose, "order": len(self.listed),
                "sha256": digest, "size": len(data), **facts,
            }
        )  # fmt: skip
        name = f"att/{digest}"
        self.files[name] = data
        self.vouched[name] = {"bytes": len(data), "name": name, "sha256": digest}

    @property
    def name(self) -> str:
        """The name in the package of the file that was put in last."""
        return list(self.files)[-1]

    def signed(self) -> bytes:
        """Return the package."""
        data = dumped({**self.forge.data, "attachments": self.listed})
        own = {"bytes": len(data), "name": "data.json", "sha256": sha256(data)}
        files = [own, *self.vouched.values()]
        manifest = {**self.forge.manifest, "files": files, **self.changes}
        entries = [
            ("mimetype", PACKAGE_TYPE),
            ("manifest.json", self.forge.signed(dumped(manifest))),
            ("data.json", data),
            *sorted(self.files.items()),
        ]
        return packed(entries)


@pytest.fixture(scope="module")
def award() -> Iterator[Award]:
    with award_at("packages") as made:
        yield made


@pytest.fixture
def draft(award: Award) -> Draft:
    made = Draft(package_forge(award))
    made.add(TEXT)
    return made


def written(draft: Draft, folder: Path) -> Path:
    path = folder / "x.jurypack"
    path.write_bytes(draft.signed())
    return path


def refusal(draft: Draft, folder: Path) -> str:
    with pytest.raises(FileFormatError) as caught:
        open_package(services_in(folder / "desk"), written(draft, folder))
    assert caught.value.file == "x.jurypack"
    assert str(caught.value)
    assert services_in(folder / "desk").store.desks() == []
    return caught.value.code


def test_a_package_of_this_kind_is_taken_when_nothing_is_wrong(
    draft: Draft, tmp_path: Path
) -> None:
    draft.add(png(), "image/png")
    draft.add(jpeg(), "image/jpeg")
    draft.add(pdf(), "application/pdf")
    draft.listed.append({**draft.listed[0], "nominee": draft.forge.data["nominees"][1]["id"]})

    desk = open_package(services_in(tmp_path / "desk"), written(draft, tmp_path))
    try:
        assert copy_attachments(desk).files == 4
    finally:
        desk.close()


Spoil = Callable[[Draft], object]


def other_bytes(draft: Draft) -> None:
    draft.files[draft.name] = TEXT[:-1] + b"?"


def other_name(draft: Draft) -> None:
    data = draft.files.pop(draft.name)
    draft.files["att/" + "a" * 64] = data
    draft.vouched = {"x": {"bytes": len(data), "name": "att/" + "a" * 64, "sha256": sha256(data)}}


def smuggled(draft: Draft) -> None:
    draft.files[f"att/{sha256(b'evil')}"] = b"evil"


def unlisted(draft: Draft) -> None:
    draft.add(b"evil")
    del draft.listed[-1]


def of_nobody(draft: Draft) -> None:
    draft.listed[0]["nominee"] = "NOBODY"


def missing_twice(draft: Draft) -> None:
    draft.files.clear()
    draft.vouched.clear()


def contradicted(draft: Draft) -> None:
    other = draft.forge.data["nominees"][1]["id"]
    draft.listed.append({**draft.listed[0], "nominee": other, "media": "application/pdf"})


def fact(**facts: Any) -> Spoil:
    return lambda draft: draft.listed[0].update(facts)


def lying(data: bytes, media: str) -> Spoil:
    def spoil(draft: Draft) -> None:
        draft.listed.clear()
        draft.files.clear()
        draft.vouched.clear()
        draft.add(data, media)

    return spoil


REFUSED: list[tuple[str, Spoil, str]] = [
    ("lies: a picture as text", lying(png(), "text/plain"), "E-MEDIA"),
    ("lies: text as a document", lying(TEXT, "application/pdf"), "E-MEDIA"),
    ("lies: a document as a picture", lying(pdf(), "image/png"), "E-MEDIA"),
    ("lies: PNG as JPEG", lying(png(), "image/jpeg"), "E-MEDIA"),
    ("lies: a program as text", lying(b"MZ\x90\0\3\0\0\0", "text/plain"), "E-MEDIA"),
    ("another kind", fact(media="text/html"), "E-SCHEMA"),
    ("wrong bytes", other_bytes, "E-ZIP-HASH"),
    ("wrong name", other_name, "E-ZIP-HASH"),
    ("missing in the package", lambda d: d.files.clear(), "E-ZIP-MISSING"),
    (
        "missing in manifest and package",
        missing_twice,
        "E-ZIP-MISSING",
    ),
    ("missing in the manifest", lambda d: d.vouched.clear(), "E-ZIP-EXTRA"),
    ("smuggled in", smuggled, "E-ZIP-EXTRA"),
    ("in no list of the juror's", unlisted, "E-ZIP-EXTRA"),
    ("another size", fact(size=3), "E-ZIP-HASH"),
    ("no size", fact(size=0), "E-SCHEMA"),
    ("beyond the limit", fact(size=(50 << 20) + 1), "E-SCHEMA"),
    ("of nobody", of_nobody, "E-SCHEMA"),
    ("twice", lambda d: d.listed.append(d.listed[0]), "E-SCHEMA"),
    ("two kinds of one file", contradicted, "E-SCHEMA"),
    ("no name", fact(name=""), "E-SCHEMA"),
    ("a name without end", fact(name="x" * 201), "E-SCHEMA"),
    ("a name that runs backwards", fact(name="plan\u202efdp.exe"), "E-STR-CHAR"),
    ("an unknown field", fact(script="x"), "E-FIELD-UNKNOWN"),
]


@pytest.mark.parametrize(("spoil", "code"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_package_is_refused(draft: Draft, spoil: Spoil, code: str, tmp_path: Path) -> None:
    spoil(draft)

    assert refusal(draft, tmp_path) == code


def test_a_package_with_more_entries_than_there_may_be_is_refused(
    draft: Draft, tmp_path: Path
) -> None:
    for n in range(2001 - 4):
        draft.add(b"%d" % n)

    assert len(draft.files) + 3 == 2001
    assert refusal(draft, tmp_path) == "E-ZIP-MANY"
    draft.files.pop(draft.name)
    draft.vouched.popitem()
    draft.listed.pop()
    open_package(services_in(tmp_path / "desk"), written(draft, tmp_path)).close()


@pytest.mark.slow
def test_a_file_beyond_the_limit_is_refused_by_its_size(draft: Draft, tmp_path: Path) -> None:
    draft.add(b"x" * ((50 << 20) + 1))

    assert refusal(draft, tmp_path) == "E-SIZE"


def test_an_entry_that_stands_twice_is_refused(draft: Draft, tmp_path: Path) -> None:
    whole = [("mimetype", PACKAGE_TYPE)]
    data = dumped({**draft.forge.data, "attachments": draft.listed})
    own = {"bytes": len(data), "name": "data.json", "sha256": sha256(data)}
    manifest = {**draft.forge.manifest, "files": [own, *draft.vouched.values()]}
    whole += [("manifest.json", draft.forge.signed(dumped(manifest))), ("data.json", data)]
    path = tmp_path / "x.jurypack"
    path.write_bytes(packed([*whole, *draft.files.items(), *draft.files.items()]))

    with pytest.raises(FileFormatError) as caught:
        open_package(services_in(tmp_path / "desk"), path)
    assert caught.value.code == "E-ZIP-DUP"


def test_a_declare_package_may_hold_no_material(award: Award, tmp_path: Path) -> None:
    forge = package_forge(award)
    draft = Draft(forge)
    draft.add(TEXT)
    draft.changes["kind"] = "declare"

    assert refusal(draft, tmp_path) == "E-SCHEMA"


# ---- of a large package, which is not read at once


@pytest.mark.parametrize("spoil", [other_bytes, lying(png(), "text/plain")])
def test_of_a_large_package_what_is_wrong_is_found_before_it_is_shown(
    draft: Draft, spoil: Spoil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(draft)
    monkeypatch.setattr(jury_package, "CHECKED_AT_ONCE", 0)
    path = written(draft, tmp_path)

    desk = open_package(services_in(tmp_path / "desk"), path)
    try:
        done = copy_attachments(desk)
        assert (done.files, len(done.damaged)) == (0, 1)
    finally:
        desk.close()
    found = services_in(tmp_path / "desk").verifier.verify(path, None)
    assert (found.whole, found.code) in {(False, "E-ZIP-HASH"), (False, "E-MEDIA")}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [c[1:] for c in REFUSED if c[0] != "wrong bytes" and not c[0].startswith("lies")],
    ids=[c[0] for c in REFUSED if c[0] != "wrong bytes" and not c[0].startswith("lies")],
)
def test_of_a_large_package_everything_that_is_said_is_checked_at_once(
    draft: Draft, spoil: Spoil, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jury_package, "CHECKED_AT_ONCE", 0)
    spoil(draft)

    assert refusal(draft, tmp_path) == code


def test_a_name_is_no_path(draft: Draft, tmp_path: Path) -> None:
    draft.listed[0]["name"] = "../../evil.txt"
    desk = open_package(services_in(tmp_path / "desk"), written(draft, tmp_path))
    try:
        copy_attachments(desk)
    finally:
        desk.close()

    assert list(tmp_path.parent.rglob("evil*")) == []
