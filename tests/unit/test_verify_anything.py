"""`verify` has an answer for whatever it is given: any bytes under any name are a verdict, never a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from juryapp.application.checking.verifying import Outcome, outcome, verify
from juryapp.application.checking.words import KIND_NAMES, told_facts, told_signer
from juryapp.application.services import Services
from workplace import services_in

BEGINNINGS = (
    b"", b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.juryapp.package+zip",
    b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.juryapp.award+zip", b"JURYLOCK\1", b"JURYLOCK\2",
    b'{"payload":"', b'{"award":"A","box":"', b'{"juryapp":"key",', b'{"box":"","juryapp":"wrapped_key"',
    b"SQLite format 3\0", b"%PDF-1.7 /Creator (juryapp 1)", b"\xff\xd8\xff", b"PK\5\6", b"\xef\xbb\xbf{",
)  # fmt: skip
SUFFIXES = (
    ".jurypack", ".juryscore", ".juryreceipt", ".juryaward", ".jurymove", ".jurydb", ".key", ".pdf",
    ".txt", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_in(tmp_path_factory.mktemp("nobody"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


@given(
    beginning=st.sampled_from(BEGINNINGS),
    rest=st.binary(max_size=400),
    suffix=st.sampled_from(SUFFIXES),
)
@example(beginning=b'{"payload":"', rest=b'","payloadType":"x","signatures":[]}', suffix=".key")
@example(beginning=b"JURYLOCK\1", rest=b"", suffix=".jurymove")
def test_any_bytes_under_any_name_get_a_verdict_that_can_be_told(
    services: Services, folder: Path, beginning: bytes, rest: bytes, suffix: str
) -> None:
    path = folder / f"x{suffix}"
    path.write_bytes(beginning + rest)

    found = verify(services, path, password="x")

    assert found.kind in KIND_NAMES
    assert outcome(found) in {Outcome.REFUSED, Outcome.UNSURE}
    assert found.detail
    assert all(label for label, _value in told_facts(found))
    assert isinstance(told_signer(found), str)
    assert path.read_bytes() == beginning + rest
    assert [name.name for name in folder.iterdir() if name.name.startswith(".")] == []
