"""Checks what was made here with argon2-cffi and PyJWT, and makes the same. Reads a JSON object from the file of its first
argument and prints one."""

import json
import sys

import argon2
import jwt

given = json.load(open(sys.argv[1]))
password = given["password"]

assert argon2.PasswordHasher().verify(given["hash"], password)
parameters = argon2.extract_parameters(given["hash"])
assert parameters.type is argon2.Type.ID and parameters.version == 19
assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19456, 2, 1)
assert (parameters.salt_len, parameters.hash_len) == (16, 32)
try:
    argon2.PasswordHasher().verify(given["hash"], password + "x")
    raise SystemExit("a wrong password is right")
except argon2.exceptions.VerifyMismatchError:
    pass

keys = jwt.PyJWKSet.from_dict(given["keys"])
for token in given["tokens"]:
    header = jwt.get_unverified_header(token)
    assert header["alg"] == "ES256", header
    claims = jwt.decode(
        token,
        keys[header["kid"]].key,
        algorithms=["ES256"],
        audience="https://judge.example",
        issuer="https://judge.example",
        options={"require": ["exp", "nbf", "iat", "jti", "sub", "sid"]},
    )
    assert claims["sub"] == "alice" and claims["sid"] == "s1" and claims["roles"] == ["setter"], claims

print(
    json.dumps(
        {
            "hashes": [
                argon2.PasswordHasher(memory_cost=m, time_cost=t, parallelism=p).hash(password)
                for m, t, p in [(19456, 2, 1), (9216, 4, 1), (65536, 3, 4)]
            ],
        }
    )
)
