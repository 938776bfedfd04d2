"""Checks an exported audit log by itself: nothing of Verdict's is used.

    verify.py FOLDER KEY

FOLDER is what `verdict admin audit export` wrote, KEY a public key as C2SP spells it. Prints the size and the root.
"""

import base64
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:]))


def path_of(index: int, count: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + (f".p/{count}" if count < 256 else "")


def entries_of(folder: Path, size: int) -> list[bytes]:
    leaves: list[bytes] = []
    for index in range((size + 255) // 256):
        count = min(256, size - index * 256)
        data = (folder / "tile" / "entries" / path_of(index, count)).read_bytes()
        place = 0
        for _ in range(count):
            length = int.from_bytes(data[place : place + 2], "big")
            leaves.append(data[place + 2 : place + 2 + length])
            assert len(leaves[-1]) == length, "an entry is cut off"
            place += 2 + length
        assert place == len(data), f"tile {index} has more than its entries"
    return leaves


def check_tiles(folder: Path, leaves: list[bytes]) -> None:
    """Each tile has the hashes of all complete subtrees of its height."""
    level, width = 0, 1
    while width <= len(leaves):
        hashes = [root_of(leaves[i : i + width]) for i in range(0, len(leaves) - width + 1, width)]
        for start in range(0, len(hashes), 256):
            tile = hashes[start : start + 256]
            data = (folder / "tile" / str(level) / path_of(start // 256, len(tile))).read_bytes()
            assert data == b"".join(tile), f"the tile {start // 256} of level {level} is another one"
        level, width = level + 1, width * 256


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return is_signed_by_openssl(public, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def is_signed_by_openssl(public: bytes, message: bytes, signature: bytes) -> bool:
    # SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    der = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "key").write_bytes(der)
        (folder / "message").write_bytes(message)
        (folder / "signature").write_bytes(signature)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
        files = ["-inkey", folder / "key", "-in", folder / "message", "-sigfile", folder / "signature"]
        return subprocess.run(command + files, capture_output=True, check=False).returncode == 0


def check_signature(note: str, key: str) -> str:
    body, signatures = note.rsplit("\n\n", 1)
    body += "\n"
    name, digits, text = key.split("+", 2)
    spelled = base64.b64decode(text, validate=True)
    assert spelled[0] == 1 and len(spelled) == 33, "no key of Ed25519"
    number = sha256(name.encode() + b"\n" + spelled)[:4]
    assert number.hex() == digits, "the key's number is another one"
    for line in signatures.splitlines():
        dash, signer, text = line.split(" ")
        signature = base64.b64decode(text, validate=True)
        if dash == "\u2014" and signer == name and signature[:4] == number:
            assert is_signed(spelled[1:], body.encode(), signature[4:]), "the signature is forged"
            return body
    raise AssertionError("it is not signed with that key")


def main() -> None:
    folder, key = Path(sys.argv[1]), sys.argv[2]
    body = check_signature((folder / "checkpoint").read_text(encoding="utf-8"), key)
    origin, size, root = body.splitlines()[:3]
    leaves = entries_of(folder, int(size))
    found = root_of(leaves)
    assert base64.b64decode(root, validate=True) == found, "the commands are not those that were signed"
    check_tiles(folder, leaves)
    print(origin, size, found.hex())


main()
