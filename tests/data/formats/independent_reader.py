"""Reads the files of juryapp, written from FORMATS.md alone: nothing here comes from the program.

Only the standard library, and from `cryptography` the bare primitives (Ed25519, X25519, ChaCha20-Poly1305,
Argon2id); HPKE, the envelope, the zip and the spelling of JSON are done by hand. The numbers of sections are
those of FORMATS.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import struct
import unicodedata
import zlib
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


class RefusedError(Exception):
    """A file is not as the page says."""


def demand(holds: bool, why: str) -> None:
    """Refuse unless something holds."""
    if not holds:
        raise RefusedError(why)


# ---- 1 rules for all files -------------------------------------------------------------------------------

FORBIDDEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e00ff\U000f0000-\U0010ffff]"
    "|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}"
)
ID = re.compile(r"[A-Z0-9-]{1,40}")


def canonical(document: Any) -> bytes:
    """Return the one spelling of a document."""
    spelt = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return spelt.encode()


def digest(document: Any) -> str:
    """Return the SHA-256 of the one spelling."""
    return sha256(canonical(document))


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def no_number(text: str) -> None:
    """Refuse a number with a point or an exponent."""
    raise RefusedError(f"number {text}")


def whole(text: str) -> int:
    """Return an integer of at most 15 digits."""
    demand(len(text.lstrip("-")) <= 15, "number too long")
    return int(text)


def read_json(data: bytes, limit: int = 4 << 20, *, open_data: bool = False) -> Any:
    """Return the document in `data`; `open_data` is of no set size and depth."""
    demand(len(data) <= limit, "too large")
    try:
        text = data.decode("utf-8")
        found = json.loads(text, parse_float=no_number, parse_constant=no_number, parse_int=whole)
    except (ValueError, RecursionError) as error:
        raise RefusedError("no JSON") from error
    demand(canonical(found) == data, "not canonical")
    demand(open_data or commas(text) <= 50_000, "too many parts")
    check_texts(found, depth=0, deepest=20 if open_data else 8)
    return found


def commas(text: str) -> int:
    """Return how many commas stand outside texts."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', "", text).count(",")


def check_texts(value: Any, depth: int, deepest: int) -> None:
    """Refuse what no text may hold, and what is nested too deeply."""
    if isinstance(value, str):
        demand(len(value) <= 20_000, "text too long")
        demand(unicodedata.is_normalized("NFC", value), "not NFC")
        demand(not FORBIDDEN.search(value), "hidden character")
    elif isinstance(value, (dict, list)):
        demand(depth < deepest, "too deep")
        for inner in [*value, *value.values()] if isinstance(value, dict) else value:
            check_texts(inner, depth + 1, deepest)


def from_base64(text: str) -> bytes:
    """Return the bytes that have this one text."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RefusedError("base64") from error
    demand(base64.b64encode(data).decode() == text, "base64 in another spelling")
    return data


def fields(document: Any, names: str) -> None:
    """Refuse a document that has not exactly these fields."""
    demand(isinstance(document, dict) and set(document) == set(names.split()), "fields")


# ---- 2 keys ----------------------------------------------------------------------------------------------


def key_id(key: bytes) -> str:
    """Return the name of a public key."""
    return hashlib.sha256(b"jury-key-v1" + key).hexdigest()[:32]


def fingerprint(key: bytes) -> str:
    """Return the digits to be read aloud."""
    number = int.from_bytes(hashlib.sha256(b"jury-fp-v1" + key).digest()[:8], "big") % 10**18
    digits = f"{number:018d}{98 - number * 100 % 97:02d}"
    demand(int(digits) % 97 == 1, "check digits")
    return " ".join(digits[i : i + 5] for i in (0, 5, 10, 15))


def enrolment(token: bytes, key: bytes, edition: str, juror: str) -> str:
    """Return the proof that a key belongs to who held the package with that token."""
    message = b"jury-enrol-v1\0" + key + edition.encode() + b"\0" + juror.encode()
    return hmac.new(token, message, "sha256").hexdigest()


# ---- 3 the envelope --------------------------------------------------------------------------------------


def open_envelope(data: bytes, kind: str) -> tuple[bytes, str, bytes]:
    """Return body, key id and signature; nothing is verified yet."""
    envelope = read_json_of_wrapper(data)
    fields(envelope, "payload payloadType signatures")
    demand(envelope["payloadType"] == f"application/vnd.juryapp.{kind}+json; v=1", "type")
    demand(len(envelope["signatures"]) == 1, "one signature")
    (one,) = envelope["signatures"]
    fields(one, "keyid sig")
    signature = from_base64(one["sig"])
    demand(len(signature) == 64, "length of the signature")
    return from_base64(envelope["payload"]), one["keyid"], signature


def read_json_of_wrapper(data: bytes) -> Any:
    """Return what wraps something else: ASCII; its one long text is base64."""
    demand(data.isascii() and len(data) <= 4 << 20, "ASCII")
    try:
        found = json.loads(data, parse_float=no_number, parse_constant=no_number, parse_int=whole)
    except (ValueError, RecursionError) as error:
        raise RefusedError("no JSON") from error
    demand(canonical(found) == data, "not canonical")
    return found


# Encodings of the points of small order; the highest bit is a sign.
WEAK = {0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18} | {
    int.from_bytes(bytes.fromhex(point), "little")
    for point in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
}


def verify(kind: str, body: bytes, keyid: str, signature: bytes, key: bytes) -> None:
    """Refuse unless `key` signed the body as that kind."""
    demand(keyid == key_id(key), "another key")
    demand(int.from_bytes(key, "little") % 2**255 not in WEAK, "no key")
    type_ = f"application/vnd.juryapp.{kind}+json; v=1".encode()
    message = b"DSSEv1 %d %b %d %b" % (len(type_), type_, len(body), body)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature as error:
        raise RefusedError("signature") from error


# ---- 4 the strict zip ------------------------------------------------------------------------------------


def read_zip(data: bytes, mimetype: str, fixed: list[str], others: str) -> dict[str, bytes]:
    """Return the contents by name, in their order."""
    found: dict[str, bytes] = {}
    at, directory = 0, b""
    while data[at : at + 4] == b"PK\3\4":
        header = data[at : at + 30]
        demand(len(header) == 30, "cut off")
        crc, size, again, name_length, extra = struct.unpack("<LLLHH", header[14:30])
        demand(header[4:14] == struct.pack("<5H", 20, 0, 0, 0, 33), "header")
        demand(size == again and not extra, "sizes")
        start = at + 30 + name_length
        name, content = data[at + 30 : start].decode("ascii", "replace"), data[start : start + size]
        demand(len(content) == size and zlib.crc32(content) == crc, "content")
        demand(name not in found, "twice")
        found[name] = content
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, size, size,
                                 name_length, 0, 0, 0, 0, 0, at) + name.encode()  # fmt: skip
        at = start + size
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(found), len(found), len(directory), at, 0)
    demand(data[at:] == directory + end, "directory")
    names = list(found)
    first = [name for name in fixed if name in found]
    rest = sorted(set(names) - set(first))
    demand(names == first + rest and names[:2] == ["mimetype", "manifest.json"], "order")
    demand(all(re.fullmatch(others, name) for name in rest), "names")
    demand(found["mimetype"] == mimetype.encode(), "mimetype")
    return found


def read_manifest(found: dict[str, bytes], kind: str, format_: str) -> dict[str, Any]:
    """Return the manifest, verified with the key that it names; all contents are as it says."""
    body, keyid, signature = open_envelope(found["manifest.json"], kind)
    manifest: dict[str, Any] = read_json(body)
    verify(kind, body, keyid, signature, bytes.fromhex(manifest["award_key"]))
    demand(manifest["format"] == format_ and manifest["v"] == 1, "format")
    listed = {file["name"]: file for file in manifest["files"]}
    demand(set(listed) == set(found) - {"mimetype", "manifest.json"}, "listed")
    demand(len(listed) == len(manifest["files"]), "listed twice")
    for name, file in listed.items():
        fields(file, "bytes name sha256")
        demand(len(found[name]) == file["bytes"] and sha256(found[name]) == file["sha256"], name)
        in_name = re.fullmatch(r"(?:att|imports|protocols)/([0-9a-f]{64})(?:\..*)?", name)
        demand(in_name is None or in_name[1] == file["sha256"], "name of content")
    return manifest


# ---- 5 the jury package ----------------------------------------------------------------------------------

PACKAGE = (
    "above award award_key ballot edition enrol files format issue juror kind log_head made new_key round"
    " rules seal_key trial v"
)


def read_package(data: bytes, password: str = "") -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return manifest, data and package hash."""
    if data.startswith(b"JURYLOCK"):
        data = unlock(data, password)
    fixed = ["mimetype", "manifest.json", "data.json"]
    found = read_zip(data, "application/vnd.juryapp.package+zip", fixed, r"att/[0-9a-f]{64}")
    manifest = read_manifest(found, "package", "jury-package")
    fields(manifest, PACKAGE)
    content = read_json(found["data.json"], 32 << 20)
    demand(content["juror"]["id"] == manifest["juror"], "juror")
    demand((content["practice"] is not None) == (manifest["kind"] == "declare"), "practice")
    demand(ballot_hash(content) == manifest["ballot"], "ballot")
    check_kinds(content["criteria"])
    categories = {category["id"] for category in content["categories"]}
    nominees = {nominee["id"] for nominee in content["nominees"]}
    demand(all(n["category"] in categories for n in content["nominees"]), "category")
    demand(all(n["nominee"] in nominees for n in content["nominations"]), "nominee")
    check_attachments(found, manifest, content, nominees)
    return manifest, content, sha256(found["manifest.json"])


BEGINNINGS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def check_attachments(
    found: dict[str, bytes], manifest: dict[str, Any], content: dict[str, Any], nominees: set[str]
) -> None:
    """Refuse a package whose list of attachments and whose files are not the same, both ways round."""
    listed = content["attachments"]
    demand(manifest["kind"] == "score" or not listed, "attachments")
    demand(all(a["nominee"] in nominees for a in listed), "whose attachment")
    demand(len({(a["nominee"], a["sha256"]) for a in listed}) == len(listed), "twice")
    for one in listed:
        demand(1 <= one["size"] <= 50 << 20 and 1 <= len(one["name"]) <= 200, "attachment")
        data = found["att/" + one["sha256"]]
        demand(len(data) == one["size"], "size of an attachment")
        beginning = BEGINNINGS.get(one["media"])
        if beginning:
            demand(data.startswith(beginning), "kind of an attachment")
        elif one["media"] == "application/pdf":
            demand(b"%PDF-" in data[:1029], "kind of an attachment")
        else:
            demand(
                one["media"] == "text/plain" and b"\0" not in data[:262144], "kind of an attachment"
            )
            demand(not data.startswith(tuple(BEGINNINGS.values())), "kind of an attachment")
            demand(b"%PDF-" not in data[:1029], "kind of an attachment")
    attached = {name for name in found if name.startswith("att/")}
    demand(attached == {"att/" + a["sha256"] for a in listed}, "more than is listed")


SCALES = {"order": (1, 10_000), "yes_no": (0, 1), "text": (0, 1)}


def check_kinds(criteria: list[dict[str, Any]]) -> None:
    """Refuse a ballot whose scales do not go with its kinds, or that nobody could count."""
    for one in criteria:
        scale, step = (one["least"], one["most"]), (one["step"]["num"], one["step"]["den"])
        levels = [level["points"] for level in one["levels"]]
        if one["kind"] in SCALES:
            demand(scale == SCALES[one["kind"]] and not levels, "scale of a kind")
        elif one["kind"] == "recommendation":
            demand(2 <= len(levels) <= 9 and levels == list(range(len(levels))), "levels")
            demand(scale == (0, len(levels) - 1), "scale of levels")
        demand(one["kind"] == "points" or step == (1, 1), "step of a kind")
    counted = [one for one in criteria if one["kind"] != "text"]
    demand(len({one["kind"] for one in counted}) <= 1, "kinds on one ballot")
    demand(len([one for one in counted if one["kind"] == "order"]) <= 1, "orders on one ballot")
    levels_of = {one["most"] for one in counted if one["kind"] == "recommendation"}
    demand(len(levels_of) <= 1, "numbers of levels on one ballot")


def check_answers(score: dict[str, Any], content: dict[str, Any]) -> None:
    """Refuse a score file that answers another question than the ballot asks.

    Whose marks are left over of somebody withdrawn only the secretariat knows; here all are in the package.
    """
    asked = {one["id"]: one for one in content["criteria"]}
    home = {one["id"]: one["category"] for one in content["nominees"]}
    answers = {
        d["nominee"]: d["answer"] for d in sorted(score["declarations"], key=lambda d: d["rev"])
    }
    newest = {
        (m["nominee"], m["criterion"]): m for m in sorted(score["marks"], key=lambda m: m["rev"])
    }
    places = set()
    for (nominee, criterion), mark in newest.items():
        kind, points = asked[criterion]["kind"], mark["points"]
        if points is None:
            continue
        demand(asked[criterion]["least"] <= points <= asked[criterion]["most"], "on the scale")
        if kind == "text":
            demand(points == 0 and mark["note"].strip() != "", "a comment")
        if kind == "order":
            demand(points <= list(home.values()).count(home[nominee]), "place beyond the last")
        if kind == "order" and answers.get(nominee) != "recused":
            demand((home[nominee], points) not in places, "a place twice")
            places.add((home[nominee], points))


def ballot_hash(content: dict[str, Any]) -> str:
    """Return the hash of what the juror sees."""
    seen = []
    for criterion in sorted(content["criteria"], key=lambda c: (c["order"], c["id"])):
        one = {name: value for name, value in criterion.items() if name not in {"order", "weight"}}
        one["levels"] = [[level["points"], level["words"]] for level in criterion["levels"]]
        seen.append(one)
    return digest({"comment": content["comment"], "criteria": seen})


def stretched(password: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key and the check of a password."""
    word = unicodedata.normalize("NFKC", password.strip()).encode()
    made = Argon2id(salt=salt, length=64, iterations=3, lanes=4, memory_cost=65_536).derive(word)
    return made[:32], made[32:]


def unlock(data: bytes, password: str) -> bytes:
    """Return the package in a locked file."""
    header, body = data[:57], data[57:]
    demand(len(header) == 57 and header[8] == 1, "header of the lock")
    key, check = stretched(password, header[9:25])
    demand(hmac.compare_digest(check, header[25:57]), "password")
    chunks = [body[i : i + 65_552] for i in range(0, len(body), 65_552)]
    demand(bool(chunks), "cut off")
    opened = b""
    for number, chunk in enumerate(chunks):
        nonce = number.to_bytes(11, "big") + (b"\1" if number == len(chunks) - 1 else b"\0")
        try:
            opened += ChaCha20Poly1305(key).decrypt(nonce, chunk, header)
        except InvalidTag as error:
            raise RefusedError("damaged") from error
    return opened


# ---- 6 the score file ------------------------------------------------------------------------------------


def hkdf_extract(salt: bytes, suite: bytes, label: bytes, material: bytes) -> bytes:
    """LabeledExtract of RFC 9180."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def hkdf_expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand of RFC 9180."""
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    made, block = b"", b""
    for n in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([n]), "sha256")
        made += block
    return made[:length]


def unseal(box: bytes, private: bytes, info: bytes) -> bytes:
    """Open one HPKE message: base mode, X25519 / HKDF-SHA256 / ChaCha20-Poly1305."""
    own = X25519PrivateKey.from_private_bytes(private)
    sent, locked = box[:32], box[32:]
    demand(len(sent) == 32 and len(locked) >= 16, "box")
    shared = own.exchange(X25519PublicKey.from_public_bytes(sent))
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    context = sent + own.public_key().public_bytes_raw()
    extracted = hkdf_extract(b"", kem, b"eae_prk", shared)
    secret = hkdf_expand(extracted, kem, b"shared_secret", context, 32)
    suite = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (0x20, 0x01, 0x03))
    psk_id = hkdf_extract(b"", suite, b"psk_id_hash", b"")
    schedule = b"\0" + psk_id + hkdf_extract(b"", suite, b"info_hash", info)
    start = hkdf_extract(secret, suite, b"secret", b"")
    key = hkdf_expand(start, suite, b"key", schedule, 32)
    nonce = hkdf_expand(start, suite, b"base_nonce", schedule, 12)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, locked, b"")
    except InvalidTag as error:
        raise RefusedError("seal") from error


def read_score(
    data: bytes, private: bytes, package: dict[str, Any], package_hash: str
) -> dict[str, Any]:
    """Return what a juror says, for the edition whose seal key is `private` and that package."""
    outside = read_json_of_wrapper(data)
    fields(outside, "award box edition juryapp to v")
    demand(outside["juryapp"] == "sealed" and outside["v"] == 1, "kind")
    award, edition = package["award"], package["edition"]
    demand((outside["award"], outside["edition"]) == (award, edition), "edition")
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    demand(outside["to"] == key_id(public), "seal key")
    info = f"juryapp-score-v1|{award}|{edition}".encode()
    body, keyid, signature = open_envelope(
        unseal(from_base64(outside["box"]), private, info), "score"
    )
    score: dict[str, Any] = read_json(body)
    key = bytes.fromhex(score["public_key"])
    verify("score", body, keyid, signature, key)
    demand(score["v"] == 1 and (score["award"], score["edition"]) == (award, edition), "inside")
    demand(score["trial"] == package["trial"] and score["juror"] == package["juror"], "juror")
    token = bytes.fromhex(package["enrol"])
    demand(score["enrol"] == enrolment(token, key, edition, score["juror"]), "enrolment")
    demand(score["round"] == package["round"], "round")
    demand((score["package"], score["ballot"]) == (package_hash, package["ballot"]), "package")
    return score


# ---- 7 statements, 8 the log -----------------------------------------------------------------------------


def statements(score: dict[str, Any]) -> list[str]:
    """Return the hashes of all statements of a file."""
    start = [score["round"], score["juror"]]
    marks = [
        digest(
            [[*start, m["nominee"], m["criterion"]], m["rev"], [m["state"], m["points"], m["note"]]]
        )
        for m in score["marks"]
    ]
    told = [
        digest([[*start, d["nominee"]], d["rev"], [d["answer"], d["facts"]]])
        for d in score["declarations"]
    ]
    notes = [
        digest([[*start, n["nominee"]], n["rev"], [n["text"], n["usable"]]]) for n in score["notes"]
    ]
    return [*marks, *told, *notes]


def root_of(score: dict[str, Any]) -> str:
    """Return the root of a file."""
    return digest(sorted(statements(score)))


def follow(chain: str, root: str, entries: list[dict[str, Any]]) -> str:
    """Return the head of a chain of the log; refuse if an entry does not follow."""
    prev = root
    for number, entry in enumerate(entries, 1):
        demand(entry["seq"] == number and entry["prev"] == prev, "order of the log")
        said = [chain, number, *(entry[name] for name in ("at", "actor", "what", "body", "prev"))]
        demand(entry["hash"] == digest(said), "hash in the log")
        prev = entry["hash"]
    return prev
