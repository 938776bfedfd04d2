"""What goes into headers and addresses: no form leads away from this site, nothing that somebody writes begins another line of a header
or a mail, no name of another host is believed, and every answer tells browsers what they may not do."""

import email
import email.policy
import io
import os
import re
import sys
import urllib.parse
import zipfile

import world
from api import until
from browser import Browser

AWAY = [
    "http://evil.example", "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example",
    "\\\\evil.example", "/%5Cevil.example", "/%2F/evil.example", "%2F%2Fevil.example", "http:evil.example", "http:/evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "\t//evil.example", "/\t/evil.example", "\r\n//evil.example",
    " //evil.example", "/\n/evil.example", "https:///evil.example", "http://judge.example@evil.example", "//judge.example@evil.example",
    "/x\r\nSet-Cookie: evil=1", "/x%0d%0aSet-Cookie:%20evil=1", "/\u2028/evil.example", "/\uff0fevil.example", "?", "#", ".",
    "evil.example", "/..//evil.example", "/.//evil.example", "/" + "a" * 5000, "/<script>", "/\"onmouseover=", "\x00/"]


def run(attack):
    redirects(attack)
    lines(attack)
    mails(attack)
    hosts(attack)
    told(attack)


def is_here(location):
    """Whether a browser stays at this site, whatever it makes of slashes and backslashes."""
    return re.match(r"/(?![/\\])", location) and not re.search(r"[\x00-\x20\x7f-\uffff\\<>\"]", location)


def redirects(attack):
    for next in AWAY:
        query = urllib.parse.urlencode({"next": next})
        if "\0" in next:
            attack.wants(attack.browser("player").send("GET", "/login?" + query).status == 400, "a byte 0 is taken in an address")
            continue
        answer = attack.browser("player").send("GET", "/login?" + query)
        location = answer.field("location") or ""
        attack.wants(answer.status == 303 and is_here(location), f"next={next[:60]!r} leads to {location!r}, {answer.status}")
        shown = Browser()
        page = shown.send("GET", "/login?" + query).body.decode()
        field = re.search(r'name="next" value="([^"]*)"', page)
        attack.wants(field and is_here(field.group(1)), f"next={next[:60]!r} stands in the form as {field and field.group(1)!r}")
        form = {"_token": shown.token("/login"), "name": "player", "password": world.PASSWORD, "next": next}
        answer = shown.send("POST", "/login", form)
        location = answer.field("location") or ""
        attack.wants(answer.status == 303 and is_here(location), f"logging in leads to {location!r}, {answer.status}")
        attack.wants(not any("evil" in value for name, value in answer.headers if name.lower() == "set-cookie"), "a cookie of others")
        for path in ("/account", "/contests/new"):
            answer = Browser().send("GET", path + "?next=" + urllib.parse.quote(next) + "&return=//evil.example")
            location = answer.field("location") or ""
            attack.wants(location == "/login" or location.startswith("/login?next=%2F"), f"{path} leads to {location!r}")
    for path in ("//evil.example", "/%5cevil.example", "//evil.example/..", "/account//evil.example", "/%2e%2e//evil.example"):
        location = Browser().send("GET", path).field("location") or "/"
        attack.wants(is_here(location), f"{path} leads to {location!r}")


def lines(attack):
    """Whatever becomes a part of a header is one."""
    made = attack.made
    odd = ['we"ird;.html', 'we"ird\r\nX-Evil: 1\u202e']
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(world.archive(world.PACKAGE))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name in odd:
            for end in ("in", "ans"):
                new.writestr(f"motto/data/sample/{name}.{end}", b"<script>alert(1)</script>\n")
    answer = attack.ask("POST", "/api/v1/problems", "maker", content.getvalue(), [("Content-Type", "application/zip")])
    attack.wants(answer.status in (201, 400, 422), f"a package with an odd name: {answer.status} {answer.body[:300]}")
    files = []
    problems = [made.problem] + ([answer.json()["id"]] if answer.status == 201 else [])
    for problem in problems:
        tests = attack.ask("GET", f"/api/v1/testcases/{problem}", "maker").json()["testCases"]
        files += [f"{test['address']}?part={part}" for test in tests for part in ("input", "answer")]
    attack.status((201, 400, 422), "a test case", "POST", f"/api/v1/testcases/{made.draft}", "maker",
                  {"name": "secret/x\r\nX-Evil: 1", "input": "1\n", "answer": "2\n"})
    tests = attack.ask("GET", f"/api/v1/testcases/{made.draft}", "maker").json()["testCases"]
    files += [f"{test['address']}?part=input" for test in tests]
    files += [f"/api/v1/contests/{made.contest}/leaderboard/export?format=csv"]
    for path in files:
        # What is in no path by its own name is in none.
        answer = attack.status((200, 400) if "%5C" in path else 200, "a file", "GET", path, "maker")
        attack.wants(not any(name.lower() == "x-evil" for name, _ in answer.headers), f"GET {path} writes a header")
        if answer.status != 200:
            continue
        place = answer.field("content-disposition") or ""
        attack.wants(re.fullmatch(r'attachment; filename="[!#-\[\]-~]+"', place), f"GET {path}: {place!r}")
        attack.wants("sandbox" in (answer.field("content-security-policy") or ""), f"GET {path} is no file in a sandbox")
        attack.wants((answer.field("content-type") or "").split(";")[0] in
                     ("application/octet-stream", "text/csv"), f"GET {path}: {answer.field('content-type')}")
    for name in ("X-Request-ID", "Idempotency-Key", "Verdict-Position", "traceparent", "Last-Event-ID", "If-None-Match", "Accept-Language",
                 "Range", "X-Cross-Site-Token", "Forwarded", "X-Forwarded-For"):
        for value in ("<script>alert(1)</script>", "a\tb", "x" * 4000, "\"'; DROP", "%0d%0aX-Evil: 1", "\u00e9".encode().decode("latin-1")):
            for path in ("/", "/api/v1/contests", "/nothing"):
                answer = attack.ask("GET", path, None, None, [(name, value)])
                attack.wants(answer.status < 500, f"{name}: {value[:40]!r} at {path}: {answer.status}")
                for key, told in answer.headers:
                    attack.wants(key.lower() != "x-evil" and "<script>" not in told and "DROP" not in told,
                                 f"{name} comes back in {key}: {told!r}")


def mails(attack):
    """Nobody chooses who else gets a mail, or what it says."""
    evil = ["a@b.example\r\nBcc: evil@evil.example", "a@b.example\nBcc: evil@evil.example", "a@b.example,evil@evil.example",
            "a@b.example evil@evil.example", "a@b.example;evil@evil.example", "<a@b.example>", "\"a\r\nBcc: evil\"@b.example",
            "a@b.example>\r\nRCPT TO:<evil@evil.example", "a@b.example%0d%0aBcc:evil@evil.example", "a@b.example\u2028Bcc: x",
            "Evil <evil@evil.example>", "a@[127.0.0.1]", "a\u0000@b.example", "-oX@b.example", "a@b.example ORCPT=x", ""]
    for address in evil:
        for number, (path, body) in enumerate((("register", {"name": "mailer", "email": address, "password": world.PASSWORD}),
                                               ("forgot-password", {"email": address}))):
            answer = attack.ask("POST", "/api/v1/auth/" + path, None, body)
            is_address = address == "-oX@b.example"
            attack.wants(answer.status in ((202, 409) if is_address else (400,)), f"{path} with {address!r}: {answer.status}")
    body = {"name": "mailed", "email": "mailed@mail.example", "password": world.PASSWORD}
    attack.status(202, "an account", "POST", "/api/v1/auth/register", None, body, [("Host", "evil.example"), ("X-Forwarded-Host", "evil.example")])
    folder = sys.argv[2]
    until("a mail comes", lambda: [one for one in read(folder) if "mailed@" in one["To"]])
    for mail in read(folder):
        names = [name.lower() for name in mail.keys()]
        attack.wants(len(names) == len(set(names)) and not {"bcc", "cc", "x-evil"} & set(names), f"a mail has the headers {names}")
        attack.wants(len(mail["To"].addresses) == 1 and "evil" not in str(mail["To"]), f"a mail goes to {mail['To']}")
        attack.wants(re.fullmatch(r"Verdict: [A-Z][a-z ]+", mail["Subject"]), f"a mail is called {mail['Subject']!r}")
        links = re.findall(r"https?://[^/\s,]+", mail.get_content())
        attack.wants(links and set(links) == {"http://judge.example"}, f"a mail leads to {links}")


def read(folder):
    found = []
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        if name.endswith(".eml"):
            with open(os.path.join(folder, name), "rb") as file:
                found.append(email.message_from_binary_file(file, policy=email.policy.default))
    return found


def hosts(attack):
    """What a client says of the name of this host, and of who has passed its request on, stands nowhere."""
    said = [[("Host", "evil.example")], [("Host", "localhost"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
            ("Forwarded", "host=evil.example;proto=https"), ("X-Original-URL", "/evil.example"), ("X-Rewrite-URL", "/evil.example")]]
    for headers in said:
        for page in attack.pages("GET"):
            path = attack.path(page)
            answer = world.raw("GET", path, headers + [("Accept", "text/html")])
            text = answer.body.decode() + " ".join(f"{name}: {value}" for name, value in answer.headers)
            attack.wants("evil.example" not in text, f"another host stands in {path}")
            attack.wants("strict-transport" not in text.lower() and "; Secure" not in text, f"{path} takes itself to be encrypted")
    for wrong in ([("Host", "a"), ("Host", "b")], [("Host", "a b")], [("Host", "a/b")], [("Host", "")], [("Host", "a\tb")]):
        answer = world.raw("GET", "/", wrong)
        attack.wants(answer.status in (400, 200) and (answer.status == 400 or wrong == [("Host", "")]), f"{wrong}: {answer.status}")


def told(attack):
    """Every answer's headers; every cookie's attributes."""
    for entrance in attack.entrances:
        if entrance["kind"] == "topic":
            continue
        path, is_page = attack.path(entrance), entrance["kind"] == "page"
        answers = []
        if entrance["method"] == "GET":
            answers += [Browser().send("GET", path), attack.browser("player").send("GET", path)] if is_page else [
                attack.ask("GET", path, who) for who in (None, "player", "admin")]
        else:
            answers.append(attack.ask(entrance["method"], path, None, b"{}"))
        for answer in answers:
            what = f"{entrance['method']} {path}: {answer.status}"
            policy = answer.field("content-security-policy") or ""
            attack.wants("default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy, f"{what} has the policy {policy}")
            attack.wants("frame-ancestors 'none'" in policy or "sandbox" in policy, f"{what} may be shown in a frame")
            for name, value in (("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")):
                attack.wants(answer.field(name) == value, f"{what} has no {name}")
            cached = answer.field("cache-control") or ""
            attack.wants("no-store" in cached or answer.status >= 400, f"{what} may be kept: {cached!r}")
            attack.wants("access-control-allow-origin" not in [name.lower() for name, _ in answer.headers], f"{what} is for all sites")
            for name, value in answer.headers:
                if name.lower() == "set-cookie":
                    attack.wants(re.fullmatch(r"verdict-(session|visitor|said|seen)=[\w.-]*; Path=/; HttpOnly; SameSite=Lax(; Max-Age=\d+)?", value),
                                 f"{what} sets the cookie {value}")
                attack.wants(name.lower() not in ("server", "x-powered-by"), f"{what} says what it is made of: {name}")
