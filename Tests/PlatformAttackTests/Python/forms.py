"""What another site can do with a person's browser: nothing, by forms, by addresses, by scripts and by sockets."""

import json
import os
import socket

import world
from browser import Browser

OWN = ("Origin", "http://judge.example")
EVIL = ("Origin", "http://evil.example")


def run(attack):
    # They log in, which is done before the others begin.
    for name in ("admin", "player"):
        attack.browser(name)
    before = attack.done()
    forms(attack)
    reading(attack)
    api(attack)
    sockets(attack)
    after = attack.done()
    attack.wants(before == after, f"something was done: {after}, after {before}")


def some(cases, always, number):
    """The first ones; of the others, unless there is much time, two that each form has others of."""
    all = list(cases.items())
    if "VERDICT_LONG_TESTS" in os.environ:
        return all
    rest = all[always:]
    return all[:always] + [rest[(2 * number + step) % len(rest)] for step in range(2)]


def forms(attack):
    """Every form, sent in each way that is none of this site's own."""
    browser, visitor = attack.browser("admin"), Browser()
    token = browser.token("/account")
    tokens = {"nothing": None, "one of another person": attack.browser("player").token("/account"), "an empty one": "",
              "one of nobody": visitor.token("/login"), "a part of it": token[:-1], "more than it": token + "A",
              "one made up": "A" * len(token)}
    places = {"another site": [EVIL], "another site, says the browser": [OWN, ("Sec-Fetch-Site", "cross-site")],
              "a site like this one": [("Origin", "http://judge.example.evil.example")],
              "this site, unencrypted no more": [("Origin", "https://judge.example")], "nowhere": [("Origin", "null")],
              "another port": [("Origin", "http://judge.example:81")],
              "a neighbour, says the browser": [OWN, ("Sec-Fetch-Site", "same-site")],
              "another page": [("Origin", "http://evil.example"), ("Referer", "http://judge.example/account")],
              "a page that hides it": [("Sec-Fetch-Site", "cross-site")]}
    for number, page in enumerate(attack.pages("POST")):
        path = attack.path(page)
        sent = {"text": "Why?", "isToAll": "yes", "sure": "yes", "password": world.PASSWORD, "role": "admin", "title": "x"}

        def refused(what, form, headers=(OWN,), body=None, kind="application/x-www-form-urlencoded", at=path):
            answer = browser.send("POST", at, form, list(headers), body, kind)
            attack.wants(400 <= answer.status < 500 and answer.status not in (404, 405, 422, 429),
                         f"a form with {what} is taken: POST {at}: {answer.status}")

        for name, wrong in some(tokens, 2, number):
            refused(f"the token {name}", sent if wrong is None else sent | {"_token": wrong})
        for name, headers in some(places, 2, number):
            refused(f"the origin {name}", sent | {"_token": token}, headers)
        # A browser that says nothing of where the form stands is none of today's.
        refused("no origin", sent | {"_token": token}, [("Origin", "")])
        refused("the token in the address", sent, at=path + "?_token=" + token)
        text = "\r\n".join(f"{name}={value}" for name, value in (sent | {"_token": token}).items())
        refused("plain text", None, body=text.encode(), kind="text/plain")
        refused("JSON", None, body=json.dumps(sent | {"_token": token}).encode(), kind="application/json")
        refused("JSON in plain text", None, body=json.dumps({"_token": token}).encode() + b"=", kind="text/plain")
    attack.wants(len(attack.pages("POST")) > 30, "there are fewer forms than there were")


def reading(attack):
    """An address that somebody is led to changes nothing, whatever stands in it, and whatever method is said to be meant."""
    browser = attack.browser("admin")
    token = browser.token("/account")
    query = "?_token=" + token + "&text=x&sure=yes&role=admin&_method=POST&_method=DELETE"
    elsewhere = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]
    override = [("X-HTTP-Method-Override", "DELETE"), ("X-HTTP-Method", "DELETE"), ("X-Method-Override", "DELETE")]
    for entrance in attack.entrances:
        if entrance["kind"] == "topic":
            continue
        path = attack.path(entrance)
        answer = browser.send("GET", path + query, headers=elsewhere + override)
        attack.wants(answer.status < 500, f"GET {path}: {answer.status}")
    methods = {method: method for method in ("DELETE", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "PROPFIND", "CONNECT")}
    for number, page in enumerate(attack.pages("GET")):
        path = attack.path(page)
        for method, _ in some(methods, 1, number):
            answer = world.raw(method, path, [("Cookie", "; ".join(f"{n}={v}" for n, v in browser.cookies.items())), OWN])
            is_so = answer.status == 200 if method == "HEAD" else answer.status in (400, 401, 403, 404, 405)
            attack.wants(is_so or method == "HEAD" and answer.status in (303, 404, 405, 409), f"{method} {path}: {answer.status}")


def api(attack):
    """A cookie alone is nobody to the API where something changes, and nobody where another site reads."""
    browser = attack.browser("admin")
    cookies = ("Cookie", "; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
    token = ("X-Cross-Site-Token", browser.token("/account"))
    control = world.raw("GET", "/api/v1/auth/sessions", [cookies])
    attack.wants(control.status == 200, f"the API does not know the browser's person: {control.status}")
    cases = {"the cookie alone": [cookies], "our origin": [cookies, OWN], "another site's origin": [cookies, EVIL, token],
             "another site, says the browser": [cookies, OWN, token, ("Sec-Fetch-Site", "cross-site")],
             "somebody else's token": [cookies, OWN, ("X-Cross-Site-Token", attack.browser("player").token("/account"))]}
    for number, route in enumerate(attack.routes("POST", "PUT", "PATCH", "DELETE")):
        # What anybody may do needs nobody.
        if "anybody" in attack.table["rows"][route["action"]]:
            continue
        path = attack.path(route)
        for what, headers in some(cases, 1, number):
            body = b"" if route["method"] == "DELETE" else b"{}"
            answer = world.raw(route["method"], path, headers + [("Content-Type", "application/json")], body)
            attack.wants(answer.status in (401, 403), f"{what}: {route['method']} {path}: {answer.status}")
    foreign = [cookies, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")]
    for route in attack.routes("GET"):
        path = attack.path(route)
        if "anybody" not in attack.table["rows"][route["action"]]:
            answer = world.raw("GET", path, foreign)
            attack.wants(answer.status == 401, f"another site reads GET {path}: {answer.status}")
        for method, headers in (("GET", []), ("OPTIONS", [("Access-Control-Request-Method", "POST")])):
            answer = world.raw(method, path, headers + [EVIL, cookies])
            attack.wants(answer.field("access-control-allow-origin") is None, f"{method} {path} lets another site read it")


def opened(path, headers):
    """What is answered to who wants to open a WebSocket."""
    connection = world.Connection(10)
    try:
        connection.connect()
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
        lines += [f"{name}: {value}" for name, value in headers]
        connection.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = connection.sock.recv(4096)
        return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.1 ") else 0
    except socket.timeout:
        return 0
    finally:
        connection.close()


def sockets(attack):
    browser = attack.browser("admin")
    cookies = ("Cookie", "; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
    topics = [entrance for entrance in attack.entrances if entrance["kind"] == "topic"]
    for topic in topics:
        path = attack.path(topic)
        for origin in ("http://evil.example", "null", "http://localhost.evil.example", "http://localhost:81"):
            status = opened(path, [cookies, ("Origin", origin)])
            attack.wants(status == 403, f"a page of {origin} opens {path}: {status}")
    # What is refused above is refused for its origin alone.
    path = attack.path(next(topic for topic in topics if topic["path"].endswith("board")))
    status = opened(path, [cookies, ("Origin", "http://localhost")])
    attack.wants(status == 101, f"our own page does not open {path}: {status}")
