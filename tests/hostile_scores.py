"""The collection's hostile score files, each made anew from a sound one with real keys.

A file has three layers: the sealed outside, the signed envelope in it, the body. Where an attack of the
collection can be made on more than one of them, it is made on each.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bad_inputs import PDF, PNG, SQLITE
from juryapp.domain.ids import EditionId, JurorId
from juryapp.exchange.envelope import open_envelope
from juryapp.exchange.key_folder import KeyFolder
from juryapp.exchange.key_store import FolderKeyStore
from juryapp.exchange.keys import SealKey, SigningKey, keyid
from juryapp.exchange.seal import seal, unseal
from prepared_award import Award

TYPE: Final = "application/vnd.juryapp.score+json; v=1"
HTML: Final = b"<!DOCTYPE html><html><body><h1>Logg inn</h1></body></html>"
MAIL: Final = b"From: a@b.no\r\nTo: c@d.no\r\nSubject: Poeng\r\n\r\nVedlagt.\r\n"


@dataclass(frozen=True)
class ScoreForge:
    """Bjarne's sound score file, his key, and the edition's key to the seal: everything a forger can have."""

    good: bytes
    key: SigningKey
    seal_key: SealKey

    @property
    def outside(self) -> dict[str, Any]:
        """The sealed outside."""
        outside: dict[str, Any] = json.loads(self.good)
        return outside

    @property
    def inside(self) -> bytes:
        """The signed envelope."""
        out = self.outside
        return unseal(self.good, award=out["award"], edition=out["edition"], key=self.seal_key)

    @property
    def body(self) -> dict[str, Any]:
        """What the juror said."""
        body: dict[str, Any] = json.loads(
            open_envelope(self.inside, "score", expected="").unverified
        )
        return body

    def sealed(self, inside: bytes) -> bytes:
        """Return a file with that inside."""
        out = self.outside
        return seal(inside, award=out["award"], edition=out["edition"], to=self.seal_key.public)

    def signed(self, body: bytes, type_: str = TYPE) -> bytes:
        """Return a file with that body, rightly signed as that type."""
        return self.sealed(dumped(self.envelope(body, type_)))

    def envelope(self, body: bytes, type_: str = TYPE) -> dict[str, Any]:
        """Return the envelope of a body as a document that can be changed."""
        kind = type_.encode()
        message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
        signature = {"keyid": keyid(self.key.public), "sig": text64(self.key.sign(message))}
        return {"payload": text64(body), "payloadType": type_, "signatures": [signature]}

    def saying(self, **changes: object) -> bytes:
        """Return a file whose body says something else."""
        return self.signed(dumped({**self.body, **changes}))

    def with_mark(self, **changes: object) -> bytes:
        """Return a file whose first mark says something else."""
        first, *rest = self.body["marks"]
        return self.saying(marks=[{**first, **changes}, *rest])

    def with_points(self, literal: str) -> bytes:
        """Return a file whose first mark has something else in the place of its number."""
        first, *rest = self.body["marks"]
        assert first["state"] == "mark"
        body = dumped({**self.body, "marks": [{**first, "points": 987_654_321}, *rest]})
        assert body.count(b"987654321") == 1
        return self.signed(body.replace(b"987654321", literal.encode()))


def dumped(document: object) -> bytes:
    """Return canonical JSON, also of what no file of ours may hold."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def text64(data: bytes) -> str:
    """Return base64."""
    return base64.b64encode(data).decode()


def score_forge(award: Award) -> ScoreForge:
    """Return the forge of an award at the stage "scored" or later."""
    edition = EditionId("FJORD-2026")
    bjarne = award.written[1].juror
    office = FolderKeyStore(KeyFolder(award.folder / "secretariat" / "keys"))
    desk = FolderKeyStore(KeyFolder(award.folder / f"juror-{bjarne.number}" / "keys"))
    return ScoreForge(
        good=award.scores["bjarne"].read_bytes(),
        key=desk.juror_signing_key(edition, JurorId(bjarne.id)),
        seal_key=office.seal_key(edition),
    )


Build = Callable[[ScoreForge], bytes]


# ---- bytes -----------------------------------------------------------------------------------------------


def everywhere(change: Callable[[bytes], bytes]) -> dict[str, Build]:
    """Make the same change outside, to the envelope and to the body, which is signed after it."""
    return {
        "outside": lambda forge: change(forge.good),
        "envelope": lambda forge: forge.sealed(change(forge.inside)),
        "body": lambda forge: forge.signed(change(dumped(forge.body))),
    }


def outside(change: Callable[[bytes], bytes]) -> dict[str, Build]:
    """Make the change to the file as it lies on the disk."""
    return {"outside": lambda forge: change(forge.good)}


def wrappers(change: Callable[[bytes], bytes]) -> dict[str, Build]:
    """Make the change to the outside and to the envelope: what has no texts for people."""
    made = everywhere(change)
    return {name: made[name] for name in ("outside", "envelope")}


def zipped(data: bytes) -> bytes:
    """Return a zip archive as a mail program makes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("marks.juryscore", data)
    return target.getvalue()


def with_line_ends(data: bytes) -> bytes:
    """Return the same JSON with line ends between its fields, as a mail program might put them."""
    return data.replace(b',"', b',\r\n"')


def twice_the_first_key(data: bytes) -> bytes:
    """Return JSON in which the first field stands twice."""
    key, value = next(iter(json.loads(data).items()))
    return b"{" + dumped(key) + b":" + dumped(value) + b"," + data[1:]


BYTES: Final[dict[str, dict[str, Build]]] = {
    "empty": everywhere(lambda _: b""),
    "spaces": everywhere(lambda _: b" " * 4096),
    "nul_bytes": everywhere(lambda _: bytes(4096)),
    "truncated_half": everywhere(lambda data: data[: len(data) // 2]),
    "truncated_last_byte": everywhere(lambda data: data[:-1]),
    "trailing_garbage": everywhere(lambda data: data + b"xyz\n"),
    "two_documents": everywhere(lambda data: data + data),
    "bom": everywhere(lambda data: b"\xef\xbb\xbf" + data),
    "utf16": wrappers(lambda data: data.decode().encode("utf-16")),
    "latin1_body": {
        "body": lambda forge: forge.signed(
            dumped({**forge.body, "app_version": "blåbær"}).decode().encode("latin-1")
        )
    },
    "is_pdf": outside(lambda _: PDF),
    "is_png": outside(lambda _: PNG),
    "is_html": outside(lambda _: HTML),
    "is_zip": outside(zipped),
    "is_eml": outside(lambda data: MAIL + data),
    "is_sqlite": outside(lambda _: SQLITE),
    "crlf_changed": wrappers(with_line_ends),
    "deep_100k": everywhere(lambda _: b"[" * 100_000 + b"]" * 100_000),
    "deep_payload": {
        "in a field": lambda forge: forge.with_points("[" * 60_000 + "]" * 60_000),
        "objects": lambda forge: forge.with_points('{"a":' * 20_000 + "1" + "}" * 20_000),
    },
    "wide_200k": {
        "in the list": lambda forge: forge.saying(marks=[1] * 200_000),
        "in a field": lambda forge: forge.with_points("[" + "1," * 200_000 + "1]"),
        "outside": lambda _: dumped({"juryapp": "sealed", "box": [1] * 200_000}),
    },
    "dup_key_envelope": wrappers(twice_the_first_key),
    "dup_key_points": {
        "same mark": lambda forge: forge.with_points('7,"points":9'),
        "same value": lambda forge: forge.with_points('7,"points":7'),
        "body": lambda forge: forge.signed(twice_the_first_key(dumped(forge.body))),
    },
}  # fmt: skip

# ---- numbers and types -----------------------------------------------------------------------------------


def points(literal: str) -> dict[str, Build]:
    """Put a literal in the place of a mark's number."""
    return {literal[:12]: lambda forge: forge.with_points(literal)}


def mark(**changes: object) -> dict[str, Build]:
    """Let the first mark say something else."""
    return {"mark": lambda forge: forge.with_mark(**changes)}


def body(**changes: object) -> dict[str, Build]:
    """Let the body say something else."""
    return {"body": lambda forge: forge.saying(**changes)}


def without(field: str) -> Build:
    """Leave a field of the body out."""
    return lambda forge: forge.signed(
        dumped({name: value for name, value in forge.body.items() if name != field})
    )


def doubled_mark(forge: ScoreForge) -> bytes:
    first, *rest = forge.body["marks"]
    return forge.saying(marks=[first, *rest, {**first, "points": first["points"] - 1}])


VALUES: Final[dict[str, dict[str, Build]]] = {
    "number_nan": points("NaN"),
    "number_infinity": points("Infinity"),
    "number_neg_inf": points("-Infinity"),
    "number_float": points("7.5000000000000001"),
    "number_float_int": points("7.0"),
    "number_exp": points("1e1"),
    "number_huge_exp": points("1E400"),
    "number_digits_5000": points("9" * 5000),
    "number_digits_20": points("9" * 20),
    "number_over_2_53": points("9007199254740993"),
    "range_neg": points("-1"),
    "range_eleven": points("22"),  # eleven, in halves
    "range_max": points("999999999"),
    "points_true": points("true"),
    "points_string": points('"7"'),
    "points_null": points("null"),
    "points_list": points("[7]"),
    "points_object": points('{"v":7}'),
    "missing_scores": {field: without(field) for field in ("marks", "declarations", "notes")},
    "unknown_field": {**body(extra=1), **mark(extra=1)},
    "proto_field": {
        name: body(**{name: {"isAdmin": True}})["body"]
        for name in ("__proto__", "constructor", "__class__", "toString")
    },
    "unknown_nomination": mark(nominee="NOBODY"),
    "unknown_criterion": mark(criterion="NOTHING"),
    "dup_score": {"mark": doubled_mark},
    "rev_zero": {**mark(rev=0), "less": mark(rev=-1)["mark"]},
    "rev_huge": {**mark(rev=10**9), "more": mark(rev=10**15 - 1)["mark"]},
    "future_clock": body(made="2099-01-01T00:00:00Z"),
    "clock_1970": body(made="1970-01-01T00:00:00Z"),
    "date_feb30": {**body(made="2026-02-30T12:00:00Z"), **mark(at="2026-02-30T12:00:00Z")},
}

# ---- kinds, versions, signatures -------------------------------------------------------------------------


def enveloped(change: Callable[[dict[str, Any]], Mapping[str, object]]) -> Build:
    """Change the envelope after it was signed."""
    return lambda forge: forge.sealed(dumped(change(forge.envelope(dumped(forge.body)))))


def outer(**changes: object) -> dict[str, Build]:
    """Let the outside say something else."""
    return {"outside": lambda forge: dumped({**forge.outside, **changes})}


def resigned(type_: str) -> Build:
    """Sign the same body as another type."""
    return lambda forge: forge.signed(dumped(forge.body), type_)


def signatures(change: Callable[[dict[str, str]], list[dict[str, str]]]) -> dict[str, Build]:
    """Put other signatures in the envelope."""
    return {
        "envelope": enveloped(
            lambda envelope: {**envelope, "signatures": change(envelope["signatures"][0])}
        )
    }


def in_both(change: Callable[[str], str]) -> dict[str, Build]:
    """Spell the base64 of the box, of the payload and of the signature in another way."""

    def sig(envelope: dict[str, Any]) -> dict[str, Any]:
        (one,) = envelope["signatures"]
        return {**envelope, "signatures": [{**one, "sig": change(one["sig"])}]}

    return {
        "box": lambda forge: dumped({**forge.outside, "box": change(forge.outside["box"])}),
        "payload": enveloped(lambda e: {**e, "payload": change(e["payload"])}),
        "signature": enveloped(sig),
    }


def other_spelling(text: str) -> str:
    """Return base64 of the same bytes with unused bits set; where none are unused, with one pad more."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stem = text.rstrip("=")
    if stem == text:
        return text + "===="
    return stem[:-1] + alphabet[alphabet.index(stem[-1]) + 1] + text[len(stem) :]


SHAPES: Final[dict[str, dict[str, Build]]] = {
    "version_99": {
        **outer(v=99),
        "envelope": resigned(TYPE.replace("v=1", "v=99")),
        "with the body": lambda forge: forge.signed(
            dumped({**forge.body, "v": 99}), TYPE.replace("v=1", "v=99")
        ),
    },
    "version_in_body_only": body(v=2),
    "wrong_type": {
        kind: resigned(f"application/vnd.juryapp.{kind}+json; v=1")
        for kind in ("package", "award", "receipt")
    } | {"another's": resigned("application/vnd.in-toto+json"), "not sealed": lambda f: f.inside},
    "no_signature": signatures(lambda _: []),
    "two_signatures": signatures(lambda one: [one, one]),
    "alg_none": {
        **signatures(lambda one: [{**one, "alg": "none"}]),
        "beside": enveloped(lambda envelope: {**envelope, "alg": "none"}),
        "outside": outer(alg="none")["outside"],
    },
    "short_signature": signatures(
        lambda one: [{**one, "sig": text64(base64.b64decode(one["sig"])[:63])}]
    ),
    "zero_signature": signatures(lambda _: [{"keyid": "0" * 32, "sig": text64(bytes(64))}]),
    "base64_url": in_both(lambda text: text.replace("+", "-").replace("/", "_") + "-_-_"),
    "base64_noncanonical": in_both(other_spelling),
    "base64_newlines": in_both(lambda text: text[:40] + "\n" + text[40:]),
    "wrong_edition": {**outer(edition="FJORD-2025"), **body(edition="FJORD-2025")},
    "wrong_award": {**outer(award="OTHER"), **body(award="OTHER")},
    "wrong_juror": body(juror="NOBODY"),
    "juror_sql": body(juror="J1'; DROP TABLE mark_statement;--"),
    "juror_path": body(juror="../../../../etc/passwd"),
}  # fmt: skip

# ---- texts -----------------------------------------------------------------------------------------------


def note(text: str) -> dict[str, Build]:
    """Put a text where a juror can write one."""
    return {
        "mark": lambda forge: forge.with_mark(note=text),
        "facts": lambda forge: forge.saying(
            declarations=[
                {**forge.body["declarations"][0], "facts": text},
                *forge.body["declarations"][1:],
            ]
        ),
    }


def escaped(text: str) -> dict[str, Build]:
    """Put a text there by its JSON escapes."""
    return {
        "escaped": lambda forge: forge.signed(
            dumped({**forge.body, "app_version": "@@"}).replace(b"@@", text.encode())
        )
    }


TEXTS: Final[dict[str, dict[str, Build]]] = {
    "note_rtl_override": note("Bra\u202etxt.exe"),
    "note_nul": {**note("a\0b"), **escaped("a\\u0000b")},
    "note_lone_surrogate": {**escaped("\\ud83d"), "other half": escaped("\\udc00")["escaped"]},
    "note_ansi": note("\x1b[31mrød\x1b[0m"),
    "note_nfd": note("A\u030a"),
    "note_zalgo": note("Z" + "\u0300\u0316\u0489" * 100),
    "note_100k": note("a" * 100_000),
    "note_html": note('<b>Fet</b><img src="file:///etc/passwd"> &amp; <para>'),
    "note_formula": note('=HYPERLINK("http://x","y")\n+1\n-1\n@SUM(A1)'),
    "note_emoji": note("Flott 🎉🦌👩‍👩‍👧"),
    "note_sami": note("čđŋšŧž ÁÂ Ïï ǩǧǯǥʒ õåäö"),
}

SCORES: Final = BYTES | VALUES | SHAPES | TEXTS
