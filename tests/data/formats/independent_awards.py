"""The second half of the independent reader: receipts and files of a whole edition (sections 9 and 10).

Written from FORMATS.md alone as well; it leans on nothing but the first half.
"""

from __future__ import annotations

import hmac
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from independent_reader import (
    demand,
    digest,
    fields,
    follow,
    from_base64,
    open_envelope,
    read_json,
    read_json_of_wrapper,
    read_manifest,
    read_zip,
    stretched,
    verify,
)

# ---- 9 the receipt, 10 the award file --------------------------------------------------------------------

RECEIPT = (
    "award award_key chain complete edition file head juror received round seq sha256 state"
    " statements v"
)


def read_receipt(data: bytes, package: dict[str, Any]) -> dict[str, Any]:
    """Return a receipt, signed with the key of that package's award."""
    body, keyid, signature = open_envelope(data, "receipt")
    verify("receipt", body, keyid, signature, bytes.fromhex(package["award_key"]))
    receipt: dict[str, Any] = read_json(body, 16 << 10)
    fields(receipt, RECEIPT)
    demand(receipt["award_key"] == package["award_key"] and receipt["v"] == 1, "key")
    for name in ("award", "edition", "juror"):
        demand(receipt[name] == package[name], name)
    demand((receipt["state"] == "taken") == bool(receipt["statements"]), "statements")
    return receipt


def read_award(data: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
    """Return manifest, open data and all contents of an award file."""
    fixed = ["mimetype", "manifest.json", "data.json", "edition.jurydb", "keys.json"]
    others = (
        r"att/[0-9a-f]{64}|imports/[0-9a-f]{64}\.(?:juryscore|xlsx|json)|opened/[0-9a-f]{64}\.json"
        r"|protocols/[0-9a-f]{64}\.pdf"
    )
    found = read_zip(data, "application/vnd.juryapp.award+zip", fixed, others)
    manifest = read_manifest(found, "award", "jury-award")
    content = read_json(found["data.json"], 256 << 20, open_data=True)
    listed = {"att/" + attachment["sha256"] for attachment in content["attachments"]}
    demand({name for name in found if name.startswith("att/")} <= listed, "attachments")
    edition = content["edition"]
    root = digest(
        {
            "award": manifest["award"],
            "edition": manifest["edition"],
            "key": manifest["award_key"],
            "made": edition["made"],
        }
    )
    heads = {head["chain"]: head for head in manifest["heads"]}
    for chain in content["chains"]:
        head = follow(chain["chain"], chain["root"], chain["entries"])
        demand(chain["root"] == root, "root of the log")
        demand(heads[chain["chain"]]["head"] == head, "head of the log")
    return manifest, content, found


def restore_keys(wrapped: bytes, phrase: str) -> tuple[bytes, bytes]:
    """Return the private halves of award key and seal key."""
    kept = read_json_of_wrapper(wrapped)
    fields(kept, "award box check edition juryapp salt seal sign v")
    key, check = stretched(phrase, bytes.fromhex(kept["salt"]))
    demand(hmac.compare_digest(check.hex(), kept["check"]), "phrase")
    purpose = f"jury-recovery-v1|{kept['award']}|{kept['edition']}|{kept['sign']}|{kept['seal']}"
    opened = ChaCha20Poly1305(key).decrypt(bytes(12), from_base64(kept["box"]), purpose.encode())
    return opened[:32], opened[32:]
