"""Tokens that were made up, changed, stolen, spent or taken from somebody else let nobody in, and end what was stolen."""

import hashlib
import hmac
import json
import os
import time

import world
from signing import Key, coded, decoded, token

OWN = "/api/v1/auth/sessions"


def keyed(key):
    return lambda data: hmac.digest(key, data, "sha256")


def run(attack):
    secrets = os.path.join(os.path.dirname(os.path.dirname(world.ADMIN)), "account-secrets")
    with open(secrets) as file:
        ours = Key.of_secret(bytes.fromhex(file.read().split()[-1]))
    forged(attack, ours)
    refreshing(attack)
    others(attack)
    programs(attack)


def forged(attack, ours):
    """Access tokens, each wrong in one way; the last thing that is wrong is the only one."""
    right = world.person("jwt", attack.made.operator).token
    header, claims = (json.loads(decoded(part)) for part in right.split(".")[:2])
    attack.wants(header["kid"] == ours.kid, f"the site signs with another key than its file has: {header}")
    evil, now = Key(), int(time.time())

    def made(sign=ours.sign, without=(), **changes):
        head = {name: value for name, value in (header | changes.pop("head", {})).items() if name not in without}
        return token(head, claims | changes, sign)

    public = json.dumps(ours.jwk)
    der = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + ours.bytes
    pem = "-----BEGIN PUBLIC KEY-----\n" + "\n".join(
        __import__("base64").b64encode(der).decode()[at:at + 64] for at in range(0, 124, 64)) + "\n-----END PUBLIC KEY-----\n"
    cases = {
        "with alg none": [made(lambda _: b"", head={"alg": alg}) for alg in ("none", "None", "NONE", "nOnE", "", None)],
        "with alg none and our signature": [made(head={"alg": "none"})],
        "without a signature": [right.rsplit(".", 1)[0] + ".", right.rsplit(".", 1)[0]],
        "with our public key as a secret": [
            made(keyed(key), head={"alg": alg}) for alg in ("HS256", "ES256", "HS512")
            for key in (ours.bytes, ours.bytes[1:], der, pem.encode(), public.encode(), ours.kid.encode(), b"")],
        "with another key": [made(evil.sign), made(evil.sign, head={"kid": evil.kid}), made(evil.sign, without=["kid"])],
        "with a key's name that is a path, an address or a question": [
            made(sign, head={"kid": kid}) for sign in (ours.sign, keyed(b""), evil.sign)
            for kid in ("../../../../../../dev/null", "/dev/null", "/proc/self/environ", "http://127.0.0.1:1/keys",
                        "' UNION SELECT 'x", ours.kid + "\0", ours.kid + "/", "./" + ours.kid, "", 0, [ours.kid], None)],
        "with a key in it, or where one is": [
            made(sign, head=extra) for sign in (evil.sign, ours.sign) for extra in (
                {"jwk": evil.jwk}, {"jwk": evil.jwk, "kid": evil.kid}, {"jku": "http://127.0.0.1:1/keys"},
                {"jku": "http://127.0.0.1:1/keys", "kid": evil.kid}, {"x5u": "http://127.0.0.1:1/cert"},
                {"x5c": [coded(der)]}, {"x5t": coded(hashlib.sha1(der).digest())}, {"crit": ["b64"], "b64": False})],
        "of another kind": [made(head={"typ": kind}) for kind in ("JWT", "id+jwt", "", None)],
        "that has expired": [made(iat=now - 900, nbf=now - 900, exp=now - 300), made(exp=now - 1), made(exp=0), made(exp=-1)],
        "that is not good yet": [made(nbf=now + 60, iat=now + 60, exp=now + 660), made(nbf=now + 10**9)],
        "without an end, or with one that is no time": [
            token(header, {name: value for name, value in claims.items() if name != "exp"}, ours.sign),
            made(exp=None), made(exp="9999999999"), made(exp=1e300), made(exp=[now + 600])],
        "for somebody else": [made(aud=aud) for aud in ("http://evil.example", "", None, [], ["http://evil.example"])],
        "by somebody else": [made(iss=iss) for iss in ("http://evil.example", "http://judge.example.evil.example", "", None)],
        "of a session that is not there": [made(sid=sid) for sid in ("0" * 26, "", "x", None, 7)],
        "of somebody who is not there": [made(sub=sub) for sub in ("0" * 26, "", "admin", None, "*")],
        "of somebody else in one's own session": [made(sub=attack.made.people["admin"].id)],
    }
    # These are as good as the site's own, so the others are refused for what is wrong with each.
    for name, good in (("our own", right), ("signed here", made())):
        attack.status(200, f"a token {name}", "GET", OWN, good)
    for name, tokens in cases.items():
        for text in tokens:
            attack.status(401, f"a token {name}, {text}", "GET", OWN, text)
    attack.status(403, "a token that says what its person may not", "GET", "/api/v1/auth/accounts", made(roles=["admin"]))
    for how, path, headers in (
        ("in the query", OWN + "?access_token=" + right, []), ("as another scheme", OWN, [("Authorization", "Basic " + right)]),
        ("as a cookie", OWN, [("Cookie", "verdict-session=" + right)]), ("as it is", OWN, [("Authorization", right)]),
        ("twice", OWN, [("Authorization", "Bearer x"), ("Authorization", "Bearer " + right)]),
    ):
        attack.status((400, 401), f"a token {how}", "GET", path, headers=headers)


class Session:
    """Somebody's session, as a program has it that refreshes it."""

    def __init__(self, attack, one):
        self.attack, self.one = attack, one
        self.take(one.post("/api/v1/auth/login", {"name": one.name, "password": world.PASSWORD}))

    def take(self, tokens):
        self.access, self.token = tokens["access_token"], tokens["refresh_token"]

    def refresh(self, what, token=None, status=200):
        body = {"refresh_token": token or self.token}
        answer = self.attack.status(status, what, "POST", "/api/v1/auth/refresh", None, body)
        if answer.status == 200:
            self.take(answer.json())

    def is_there(self, what, is_so):
        self.attack.status(200 if is_so else 401, f"{what}: the access token", "GET", OWN, self.access)

    def is_over(self, what):
        self.is_there(what, False)
        self.refresh(f"{what}: the refresh token", status=403)


def refreshing(attack):
    jane = world.person("jane", attack.made.operator)
    stolen = Session(attack, jane)
    first = stolen.token
    for step in range(2):
        stolen.refresh(f"step {step}")
    other = Session(attack, jane)
    attack.status(403, "a token that was spent", "POST", "/api/v1/auth/refresh", None, {"refresh_token": first})
    # Nobody knows who of the two is the thief.
    stolen.is_over("a session of which a token was spent twice")
    other.is_there("another session of the same person", True)
    made_up = other.token[:-1] + ("A" if other.token[-1] != "A" else "B")
    for text in (made_up, other.token + "A", other.token.split(".")[0] + "." + first.split(".")[1],
                 first.split(".")[0] + "." + other.token.split(".")[1], other.access, "", "." * 200):
        attack.status(403, "a token that is none", "POST", "/api/v1/auth/refresh", None, {"refresh_token": text})
    other.is_there("a session of which somebody has made up a token", True)
    other.refresh("a session of which somebody has made up a token")
    attack.status(401, "a refresh token for an access token", "GET", OWN, other.token)
    attack.status(204, "logging out", "POST", "/api/v1/auth/logout", None, {"refresh_token": other.token})
    other.is_over("a session that has logged out")


def others(attack):
    """Nobody ends what is somebody else's, and one's own is ended for good."""
    kate = world.person("kate", attack.made.operator)
    one, two = Session(attack, kate), Session(attack, kate)
    own = attack.ask("GET", OWN, one.access).json()["sessions"]
    current = next(session["id"] for session in own if session["is_current"])
    last = attack.ask("GET", OWN, two.access).json()["sessions"]
    other = next(session["id"] for session in last if session["is_current"])
    attack.wants(len(own) == 3 and current != other, f"one's sessions: {own}")
    for who in ("player", "admin"):
        attack.status(404, "somebody else's session", "DELETE", f"{OWN}/{current}", who)
    thief = attack.browser("player")
    form = {"_token": thief.token("/account")}
    answer = thief.send("POST", f"/account/sessions/{current}/end", form)
    attack.wants(answer.status == 404, f"somebody else's session on a page: {answer.status}")
    answer = thief.send("POST", "/account/tokens/0/revoke", form)
    attack.wants(answer.status == 404, f"a token that is nobody's on a page: {answer.status}")
    one.is_there("somebody else ended it", True)
    attack.status(204, "one's own session", "DELETE", f"{OWN}/{other}", one.access)
    two.is_over("a session that its owner has ended")
    one.is_there("another one was ended", True)
    two = Session(attack, kate)
    change = {"password": world.PASSWORD, "new_password": world.PASSWORD + " 2"}
    attack.status(403, "a wrong password", "POST", "/api/v1/auth/change-password", one.access, change | {"password": "wrong horse"})
    attack.status(204, "another password", "POST", "/api/v1/auth/change-password", one.access, change)
    two.is_over("a session of before the password was changed")
    one.is_over("the session in which the password was changed")


def programs(attack):
    """A token for programs does what it is for, and makes no more of itself."""
    player = attack.made.people["player"]
    made = player.post("/api/v1/auth/tokens", {"name": "all", "scopes": ["*"], "days": 1})
    attack.status(200, "a token for programs", "GET", "/api/v1/contests", made["token"])
    for method, path, body in (
        ("POST", "/api/v1/auth/tokens", {"name": "more", "scopes": ["*"]}), ("GET", "/api/v1/auth/tokens", None),
        ("GET", OWN, None), ("DELETE", f"{OWN}/{attack.made.session}", None), ("GET", "/api/v1/auth/export", None),
        ("POST", "/api/v1/auth/change-password", {"password": world.PASSWORD, "new_password": "another horse"}),
        ("POST", "/api/v1/auth/erase", {"password": world.PASSWORD}),
        ("POST", "/api/v1/auth/second-factor", {"password": world.PASSWORD}),
    ):
        attack.status(403, "a token for programs", method, path, made["token"], body)
    for text in (made["token"] + "x", made["token"][:-1], made["token"].upper(), made["id"]):
        attack.status(401, "a token for programs that is none", "GET", "/api/v1/contests", text)
    attack.status(404, "somebody else's token", "DELETE", f"/api/v1/auth/tokens/{made['id']}", "other")
    attack.status(204, "one's own token", "DELETE", f"/api/v1/auth/tokens/{made['id']}", "player")
    attack.status(401, "a token that was revoked", "GET", "/api/v1/contests", made["token"])
