"""Files for nominees: what they are, their bytes say; what is refused is named, with what to do about it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pytest

from attachment_examples import SMALL, TEXT, jpeg, pdf, png
from juryapp.base.errors import FileFormatError
from juryapp.base.files import sha256
from juryapp.domain.attachments import MOST_BYTES, Media
from juryapp.intake import attachments as intake
from juryapp.intake.attachments import SafeAttachments, file_name

GUARD = SafeAttachments()
KINDS = {".pdf": Media.PDF, ".png": Media.PNG, ".jpg": Media.JPEG, ".txt": Media.TEXT}
JAVASCRIPT = "50 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj"


def refusal(folder: Path, name: str, data: bytes) -> FileFormatError:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(FileFormatError) as caught:
        GUARD.read(path)
    assert caught.value.file == name
    assert name in str(caught.value)
    return caught.value


@pytest.mark.parametrize("name", SMALL)
def test_a_file_of_every_kind_is_taken_in_as_what_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL[name])

    found = GUARD.read(path)

    assert (found.name, found.media) == (name, KINDS[path.suffix])
    assert (found.data, found.sha256) == (SMALL[name], sha256(SMALL[name]))
    assert found.warnings == ()
    GUARD.check(name, found.data, found.media)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("søknad.docx", b"PK\3\4" + b"[Content_Types].xml word/document.xml", "save it as PDF"),
        ("tall.xlsx", b"PK\3\4" + b"..[Content_Types].xml", "save it as PDF"),
        ("søknad.odt", b"PK\3\4....mimetypeapplication/vnd.oasis.opendocument", "save it as PDF"),
        ("gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "save it as PDF"),
        ("brev.rtf", b"{\\rtf1 hei}", "save it as PDF"),
        ("side.html", b"<!DOCTYPE html><p>hei", "save it as PDF"),
        ("tegning.svg", b'<?xml version="1.0"?><svg/>', "save it as PDF"),
        ("post.eml", b"From: a@b.no\r\nSubject: hei\r\n\r\nhei", "save it as PDF"),
        ("bilde.gif", b"GIF89a" + bytes(20), "PNG or JPEG"),
        ("bilde.webp", b"RIFF\0\0\0\0WEBPVP8 ", "PNG or JPEG"),
        ("bilde.heic", b"\0\0\0\x18ftypheic" + bytes(20), "PNG or JPEG"),
        ("film.mp4", b"\0\0\0\x18ftypisom" + bytes(20), "cannot be shown"),
        ("alt.zip", b"PK\3\4" + bytes(40), "Unpack it"),
        ("alt.7z", b"7z\xbc\xaf\x27\x1c", "Unpack it"),
        ("vare.exe", b"MZ\x90\0" + bytes(60), "Ask who has sent it"),
        ("notat.txt", "blåbærsyltetøy".encode("latin-1"), "save it as UTF-8"),
        ("notat.txt", "hei".encode("utf-16"), "save it as UTF-8"),
        ("tull.pdf", b"\x01\x02\x03 nothing at all", "save it as PDF"),
    ],
)
def test_every_other_kind_is_refused_and_told_what_to_do(
    name: str, data: bytes, told: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, name, data)

    assert error.code == "E-MEDIA"
    assert told in str(error)


@pytest.mark.parametrize("name", ["Plan.pdf", "Plan.docx", "Plan"])
def test_the_name_means_nothing_and_one_that_misleads_is_told_of(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(png())

    found = GUARD.read(path)

    assert found.media is Media.PNG
    assert [w.code for w in found.warnings] == ["W-SUFFIX"]
    assert name in found.warnings[0].sentence()


def test_an_empty_file_and_one_that_is_not_there_are_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, "tom.pdf", b"").code == "E-EMPTY"
    with pytest.raises(FileFormatError) as caught:
        GUARD.read(tmp_path / "borte.pdf")
    assert caught.value.code == "E-NOT-FOUND"


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(FileFormatError) as caught:
        GUARD.read(path)
    assert caught.value.code == "E-SIZE"
    assert "50 MB" in str(caught.value)


def test_a_text_longer_than_anybody_reads_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_TEXT", len(TEXT) - 1)

    assert refusal(tmp_path, "lang.txt", TEXT).code == "E-SIZE"


# ---- pictures


@pytest.mark.parametrize(
    "data",
    [
        png(claimed=(60_000, 60_000)),
        png(claimed=(30_001, 1)),
        jpeg(20_000, 20_000),
        jpeg(65_000, 2),
    ],
)
def test_a_picture_that_claims_to_be_wider_than_any_memory_is_refused(
    data: bytes, tmp_path: Path
) -> None:
    error = refusal(tmp_path, "bombe.png", data)

    assert error.code == "E-MEDIA"
    assert "smaller" in str(error)


@pytest.mark.parametrize("whole", [png(), jpeg()], ids=["png", "jpeg"])
def test_a_picture_that_is_cut_off_anywhere_is_refused(whole: bytes, tmp_path: Path) -> None:
    for length in range(12, len(whole)):
        assert refusal(tmp_path, "halvt.png", whole[:length]).code == "E-MEDIA"


def test_a_png_without_a_picture_in_it_is_refused(tmp_path: Path) -> None:
    empty = png()
    at = empty.index(b"IDAT") - 4
    size = int.from_bytes(empty[at : at + 4])

    assert refusal(tmp_path, "tomt.png", empty[:at] + empty[at + 12 + size :]).code == "E-MEDIA"
    assert refusal(tmp_path, "null.png", png(claimed=(0, 4))).code == "E-MEDIA"


def test_what_a_telephone_writes_after_a_picture_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg() + b"SEFT" + bytes(40))

    assert GUARD.read(tmp_path / "a.jpg").media is Media.JPEG


# ---- PDF


def test_a_pdf_without_text_is_taken_in_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "skannet.pdf").write_bytes(pdf(""))

    found = GUARD.read(tmp_path / "skannet.pdf")

    assert [w.code for w in found.warnings] == ["W-PDF-NO-TEXT"]
    assert "skannet.pdf" in found.warnings[0].sentence()


def test_text_on_a_later_page_is_enough(tmp_path: Path) -> None:
    data = pdf("Plan", pages=3).replace(b"(Plan) Tj", b"() Tj     ", 2)
    (tmp_path / "a.pdf").write_bytes(data)

    assert GUARD.read(tmp_path / "a.pdf").warnings == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf(root="/OpenAction 50 0 R", objects=JAVASCRIPT), "JavaScript"),
        (pdf(root="/OpenAction << /S /JavaScript /JS (1) >>"), "JavaScript"),
        (pdf(root="/OpenAction << /S /J#61vaScript /JS (1) >>"), "JavaScript"),
        (pdf(root="/OpenAction << /S /Launch /F (cmd.exe) >>"), "start a program"),
        (pdf(root="/AA << /WC << /S /SubmitForm /F (x) >> >>"), "sends what is typed"),
        (
            pdf(objects="50 0 obj\n<< /Type /Annot /Subtype /FileAttachment >>\nendobj"),
            "embedded files",
        ),
    ],
)
def test_a_pdf_in_which_something_acts_is_refused(data: bytes, what: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, "farlig.pdf", data)

    assert error.code == "E-MEDIA"
    assert what in str(error)
    assert "Print it to a new PDF" in str(error)


def test_what_acts_is_found_in_packed_objects_too(tmp_path: Path) -> None:
    packed = zlib.compress(b"50 0 << /S /JavaScript /JS (1) >>").decode("latin-1")
    stream = (
        f"50 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length {len(packed)} >>\n"
        f"stream\n{packed}\nendstream\nendobj"
    )

    assert "JavaScript" in str(refusal(tmp_path, "pakket.pdf", pdf(objects=stream)))


def test_a_pdf_with_files_in_it_is_refused(tmp_path: Path) -> None:
    files = (
        "50 0 obj\n<< /Type /Filespec /F (a.exe) /UF (a.exe) /EF << /F 51 0 R >> >>\nendobj\n"
        "51 0 obj\n<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream\nendobj"
    )
    data = pdf(root="/Names << /EmbeddedFiles << /Names [(a.exe) 50 0 R] >> >>", objects=files)

    assert "embedded files" in str(refusal(tmp_path, "mappe.pdf", data))


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = pdf().replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        b" /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    )

    error = refusal(tmp_path, "låst.pdf", locked)

    assert "password" in str(error)


def test_a_pdf_that_is_damaged_is_refused(tmp_path: Path) -> None:
    assert "damaged" in str(refusal(tmp_path, "a.pdf", b"%PDF-1.7\nnothing follows"))


# ---- from a package


@pytest.mark.parametrize("claimed", [Media.PDF, Media.JPEG, Media.TEXT])
def test_a_file_that_came_as_another_kind_is_not_shown(claimed: Media) -> None:
    with pytest.raises(FileFormatError) as caught:
        GUARD.check("a", png(), claimed)
    assert caught.value.code == "E-MEDIA"
    assert "not what the jury package says" in str(caught.value)


def test_what_came_is_looked_into_like_what_was_chosen() -> None:
    with pytest.raises(FileFormatError) as caught:
        GUARD.check("Torget.png", png(claimed=(60_000, 60_000)), Media.PNG)
    assert (caught.value.code, caught.value.file) == ("E-MEDIA", "Torget.png")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Plan\u202efdp.exe", "Planfdp.exe"),
        ("..\\..\\x.pdf", "..-..-x.pdf"),
        ("a\nb.txt", "ab.txt"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
        ("\u0000", "–"),
    ],
)
def test_a_name_is_kept_as_people_can_read_it(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_a_real_office_document_is_named_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Søknad.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")

    with pytest.raises(FileFormatError) as caught:
        GUARD.read(tmp_path / "Søknad.docx")
    assert "Word, Excel or PowerPoint" in str(caught.value)
