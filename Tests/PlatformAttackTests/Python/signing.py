"""Signs access tokens as the site does (ES256), with any key: what somebody who makes them up would need."""

import base64
import hashlib
import hmac
import json
import secrets

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(one, other):
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number, point):
    found = None
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def coded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    def __init__(self, number=None):
        self.number = number or 1 + secrets.randbelow(N - 1)
        self.point = times(self.number, G)
        x, y = (coded(value.to_bytes(32, "big")) for value in self.point)
        self.jwk = {"crv": "P-256", "kty": "EC", "x": x, "y": y}
        text = json.dumps(self.jwk, separators=(",", ":"), sort_keys=True)
        self.kid = coded(hashlib.sha256(text.encode()).digest())
        self.bytes = b"\x04" + b"".join(value.to_bytes(32, "big") for value in self.point)

    @classmethod
    def of_secret(cls, secret):
        """The key that a site with that secret signs with."""
        extracted = hmac.digest(b"\0" * 32, secret, "sha256")
        return cls(int.from_bytes(hmac.digest(extracted, b"signing access tokens\x01", "sha256"), "big"))

    def sign(self, data):
        digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
        while True:
            number = 1 + secrets.randbelow(N - 1)
            r = times(number, G)[0] % N
            s = pow(number, -1, N) * (digest + r * self.number) % N
            if r and s:
                return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def token(header, claims, sign):
    """A token of these parts; `sign` makes the signature of its bytes."""
    parts = [part if isinstance(part, str) else json.dumps(part, separators=(",", ":")) for part in (header, claims)]
    signed = ".".join(coded(part.encode()) for part in parts)
    return signed + "." + coded(sign(signed.encode()))
