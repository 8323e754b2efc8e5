"""Check a credit statement against the published seals, without the portal, its database or the internet.

    python3 verify_statement.py statement.json seals.json [--key key.json]

statement.json  the JSON statement that a learner gave you, or the proof of a single entry
seals.json      from /ledger/seals.json of the portal, fetched by yourself: then nobody in between chose it
key.json        the portal's public keys, from /.well-known/jwks.json. Without it the keys in seals.json are
                believed, which shows that the files fit together, not who made them

It prints plain sentences and exits 0 when everything fits, 1 when anything does not. It needs Python 3.9 or newer.

What is checked, so that anybody can write this program again:

Canonical JSON: UTF-8, no space, the names of every object in the order of their code points, only " \\ and control
characters escaped (as Python's json does), whole numbers only. A moment is a text in UTC with six decimals.
Entry: its digest is SHA-256 in hex over the digest before it in the same account, a line feed, and the canonical
JSON of "entry". The first entry of an account has an empty text as the digest before it.
Tree: RFC 6962. A leaf is SHA-256(00 + the 32 bytes of the digest), a node SHA-256(01 + left + right), leaves in the
order of the entries' ids. "path" are the hashes beside the way up, from the leaf.
Seal: "digest" is SHA-256 over the canonical JSON of "seal", "signature" is Ed25519 (RFC 8032) over the same JSON.
"previous" is the digest of the seal before. "key" ends with “#” and the "kid" of the key.
A seal whose key is not known (any more) is spoken for by a later one that is signed and leads back to it.
Statement: "signature", where there is one, is Ed25519 over the canonical JSON of the whole without "value" in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from typing import Any

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
HEX64, HEX128 = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{128}")
PROOF_NAMES = {"entry", "previous_digest", "digest", "seal", "leaf", "leaves", "path"}
GAINS, LOSSES = {"earn", "recognise", "transfer_in", "adjust"}, {"reverse"}
DAMM = "0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790"

Point = Any  # x, y, z and x·y of the curve, in extended coordinates
Document = Any  # an object of a JSON file


class Wrong(Exception):
    """Something does not fit; the text says what."""


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def add(a: Point, b: Point) -> Point:
    """Two points of the curve, in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * D * a[3] * b[3] % P, 2 * a[2] * b[2] % P
    x, t, z, y = f - e, h - g, h + g, f + e
    return (x * t % P, z * y % P, t * z % P, x * y % P)


def point(packed: bytes) -> Point:
    """The point that 32 bytes stand for. Raises Wrong when they stand for none."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Wrong("no point of the curve")
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key: bytes, content: bytes, signature: bytes) -> bool:
    """Ed25519: whether s·B - k·A is R."""
    nearby, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    try:
        x, y, z, t = point(key)
    except Wrong:
        return False
    k = int.from_bytes(hashlib.sha512(nearby + key + content).digest(), "little") % ORDER
    minus = (P - x, y, z, P - t)
    table: dict[tuple[int, int], Point] = {(1, 0): BASE, (0, 1): minus, (1, 1): add(BASE, minus)}
    total: Point = (0, 1, 1, 0)
    for bit in range(255, -1, -1):
        total = add(total, total)
        if chosen := table.get((s >> bit & 1, k >> bit & 1)):
            total = add(total, chosen)
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == nearby


def whole(number: str) -> None:
    raise Wrong(f"{number} is no whole number.")


def once(pairs: list[tuple[str, Any]]) -> Document:
    if len({name for name, _ in pairs}) < len(pairs):
        raise Wrong("A name stands twice in one object of a file.")
    return dict(pairs)


def read(path: str) -> Any:
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=once, parse_float=whole, parse_constant=whole)


def read_keys(document: Document) -> dict[str, bytes]:
    """The Ed25519 keys of a JWK or a JWK set, by their kid."""
    found = {}
    for key in document.get("keys", [document]):
        if key.get("crv") == "Ed25519":
            found[key["kid"]] = base64.urlsafe_b64decode(key["x"] + "=" * (-len(key["x"]) % 4))
    return found


def check_seals(document: Document, keys: dict[str, bytes]) -> dict[int, Document]:
    """The seals by number, when they follow each other and are signed. Raises Wrong."""
    found: dict[int, Document] = {}
    before: Document = None
    for item in document["seals"]:
        seal, number = item["seal"], item["seal"]["number"]
        if set(item) != {"seal", "digest", "signature"} or seal["type"] != "ledger-seal-1":
            raise Wrong(f"Seal {number} has another form than this program knows.")
        if item["digest"] != sha256(canonical(seal)):
            raise Wrong(f"Seal {number} was changed: its digest does not fit what it says.")
        if before and (number, seal["previous"]) != (before["seal"]["number"] + 1, before["digest"]):
            raise Wrong(f"Seal {number} does not follow the seal before it.")
        if (number == 1) != (seal["previous"] == ""):
            raise Wrong(f"Seal {number} does not say which seal is before it.")
        found[number], before = seal, item
    check_signatures(document["seals"], keys)
    return found


def check_signatures(items: list[Document], keys: dict[str, bytes]) -> None:
    """Each seal is signed by a key that is known, or a later one that is speaks for it. Raises Wrong."""
    is_covered = False
    for item in reversed(items):
        number, key = item["seal"]["number"], keys.get(item["seal"]["key"].partition("#")[2])
        if key is None and is_covered:
            print(f"Seal {number} was signed with a key that is not published now. Later seals lead back to it.")
            continue
        if key is None:
            raise Wrong(f"Seal {number} is signed with a key that is not known.")
        if not HEX128.fullmatch(item["signature"]):
            raise Wrong(f"Seal {number} has no signature that could be read.")
        if not is_signed(key, canonical(item["seal"]), bytes.fromhex(item["signature"])):
            raise Wrong(f"Seal {number}: the signature does not fit.")
        is_covered = True


def root_by(proof: Document, leaf_hash: bytes) -> str:
    """The root that a path leads to, as RFC 9162 (2.1.3.2) has it. Raises Wrong."""
    index, last, found = proof["leaf"], proof["leaves"] - 1, leaf_hash
    if not 0 <= index <= last:
        raise Wrong("the place in the tree cannot be")
    for beside in proof["path"]:
        if not HEX64.fullmatch(beside) or last == 0:
            raise Wrong("the path cannot be")
        if index & 1 or index == last:
            found = hashlib.sha256(b"\1" + bytes.fromhex(beside) + found).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + bytes.fromhex(beside)).digest()
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("the path ends too early")
    return found.hex()


def check_proof(proof: Document, seals: dict[int, Document]) -> None:
    """An entry is what was posted, and stands in a seal. Raises Wrong."""
    entry, name = proof["entry"], f"Record {record(proof['entry']['id'])}"
    if extra := set(proof) - PROOF_NAMES:
        raise Wrong(f"{name} says more than is proven: {', '.join(sorted(extra))}.")
    if proof["digest"] != sha256(proof["previous_digest"].encode() + b"\n" + canonical(entry)):
        raise Wrong(f"{name} was changed: its digest does not fit what it says.")
    if proof["seal"] is None:
        raise Wrong(f"{name} is not in a seal yet. Entries are sealed daily: ask for the statement again tomorrow.")
    seal = seals.get(proof["seal"])
    if seal is None:
        raise Wrong(f"{name} names seal {proof['seal']}, which is not in the file of seals. Fetch that file again.")
    try:
        root = root_by(proof, hashlib.sha256(b"\0" + bytes.fromhex(proof["digest"])).digest())
    except Wrong as error:
        raise Wrong(f"{name} does not stand in seal {proof['seal']}: {error}.") from error
    if (proof["leaves"], root) != (seal["count"], seal["merkle_root"]):
        raise Wrong(f"{name} does not stand in seal {proof['seal']}.")


def check_account(proofs: list[Document]) -> None:
    """The entries are of one account, each once, and follow each other where none lies between. Raises Wrong."""
    entries = [proof["entry"] for proof in proofs]
    if len({entry["account_id"] for entry in entries}) > 1:
        raise Wrong("The entries are not all of one account.")
    by_place = {proof["entry"]["sequence"]: proof for proof in proofs}
    if len(by_place) < len(proofs):
        raise Wrong("An entry stands twice.")
    for place, proof in by_place.items():
        if place - 1 in by_place and by_place[place - 1]["digest"] != proof["previous_digest"]:
            raise Wrong(f"Record {record(proof['entry']['id'])} does not follow the entry before it.")
    if max(by_place) == len(by_place):
        print(f"These are the first {len(by_place)} entries of the account, without a gap. Later ones are not shown.")
    else:
        print("These are some entries of the account. Others, which are not shown, may have taken credit back.")


def record(number: int) -> str:
    """The number as pages show it: eight digits and a check digit, in groups of four."""
    digits, check = f"{number % 10**8:08d}", 0
    for digit in digits:
        check = int(DAMM.split()[check][int(digit)])
    return f"{digits[:4]} {digits[4:]} {check}"


def tell(entries: list[Document]) -> None:
    """What is proven, in words: this, and nothing else that the file may say."""
    credit = 0
    for entry in entries:
        hundredths, kind = entry.get("credit_hundredths"), entry["entry_type"]
        much = f"{entry.get('points')} points" if hundredths is None else f"{hundredths / 100:g} credits"
        credit += (hundredths or 0) * ((kind in GAINS) - (kind in LOSSES))
        title = entry["cause"].get("title", "")
        print(f"  Record {record(entry['id'])}, {entry['happened_at'][:10]}: {kind}, {much}. {title}")
    print(f"Credit in these entries, less what they take back: {credit / 100:g}.")


def check_whole(statement: Document, keys: dict[str, bytes]) -> None:
    """The signature over the whole statement, where it has one. Raises Wrong."""
    signature = statement.get("signature")
    if signature is None:
        others = ", ".join(sorted(set(statement) - {"proofs"}))
        if others:
            print(f"The file is not signed as a whole. Not proven, and perhaps changed: {others}.")
        return
    key, stated = keys.get(signature["key"].partition("#")[2]), dict(signature, value=None)
    del stated["value"]
    if key is None or not HEX128.fullmatch(signature["value"]):
        raise Wrong("The statement is signed with a key that is not known.")
    if not is_signed(key, canonical({**statement, "signature": stated}), bytes.fromhex(signature["value"])):
        raise Wrong("The statement was changed: the signature over the whole does not fit.")
    print(f"The whole statement is as the portal signed it on {signature['signed_at'][:10]}.")


def check(paths: list[str], key_path: str | None) -> None:
    statement, document = read(paths[0]), read(paths[1])
    keys = read_keys(read(key_path) if key_path else document)
    seals = check_seals(document, keys)
    print(f"Seals: {len(seals)}, from {min(seals)} to {max(seals)}, each names the one before it. Signatures fit.")
    check_whole(statement, keys)
    proofs = statement.get("proofs")
    if not proofs:
        raise Wrong("The statement brings no proofs, so no entry can be checked.")
    for proof in proofs:
        check_proof(proof, seals)
    check_account(proofs)
    print(f"Entries: {len(proofs)}, each as it was posted, and each in a seal:")
    tell([proof["entry"] for proof in proofs])
    if not key_path:
        print("The keys came with the seals. To know who signed, compare them with the portal's: --key jwks.json.")


def main(arguments: list[str]) -> int:
    key_path = None
    if "--key" in arguments[:-1]:
        at = arguments.index("--key")
        key_path = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 2 or arguments[0].startswith("-"):
        sys.exit("Use: python3 verify_statement.py statement.json seals.json [--key key.json]")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        check(arguments, key_path)
    except (Wrong, OSError) as error:
        print(f"NOT PROVEN. {error}")
        return 1
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, RecursionError) as error:
        print(f"NOT PROVEN. A file has another form than this program knows ({type(error).__name__}: {error}).")
        return 1
    print("PROVEN. Everything fits.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
