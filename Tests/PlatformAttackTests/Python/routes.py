"""Every entrance of the platform, asked by everybody: what the modules' rows say is what is answered, and what is written
in expected.txt; what somebody may not know of answers exactly as what is not there."""

import difflib
import json
import os
import re
import sys

import world
from api import Caller, expect
from browser import Browser
from things import Things

TABLE = sys.argv[5]
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.txt")
CALLERS = "nobody garbage erased program limited player other setter organizer maker owner judge admin operator".split()
VISITORS = "nobody player other setter organizer maker owner judge admin".split()

# What may be asked for with a body that could be done.
BODIES = {
    "announcements": {"text": "Attention."}, "clarifications": {"text": "Why?"}, "answer": {"text": "So."},
    "queue": {"queue": "a"}, "removed-intervals": {"from": "2020-01-01T00:00:00Z", "until": "2020-01-01T00:00:01Z"},
    "join": {}, "leave": None, "claim": None, "release": None, "freeze": None, "thaw": None, "finalize": None,
    "virtual": None, "hold": None, "publish": None, "withdraw": None, "rejudge": None,
}
# Who may know of a thing that few may: to all others it is as one that is not there.
KNOWING = {"contests": "player owner judge admin operator", "problems": "maker admin operator", "testcases": "maker admin operator",
           "submissions": "player owner judge admin operator", "people": "admin operator", "accounts": "admin operator"}
# What others need as it is, and so is tried when they have been: in this order.
LATE = ["/publish", "/withdraw", "/join", "/leave", "DELETE /api/v1/submissions/{id}", "/delete", "DELETE /api/v1/problems/{id}",
        "/erase", "/logout"]
# Who could do it, but only once, and leaves it to another.
SPARED = {
    "DELETE /api/v1/problems/{id}": "maker operator", "DELETE /api/v1/submissions/{id}": "admin operator",
    "DELETE /api/v1/auth/accounts/{id}": "admin operator", "POST /admin/accounts/{id}/erase": "admin",
    "POST /submissions/{id}/delete": "player admin", "POST /contests/{id}/teams/{team}/join teams": "other",
    "POST /problems/{id}/edit/publish hidden": "maker admin", "POST /api/v1/problems/{id}/publish hidden": "maker admin operator",
}


def letter(answer):
    """What became of it: let in, asked to log in, forbidden, not there; on a page, a complaint; or it failed."""
    if answer.status == 303 and (answer.field("location") or "").startswith("/login"):
        return "U"
    if answer.status == 422 and b"<html" in answer.body:
        return "C"
    return {401: "U", 403: "F", 404: "N"}.get(answer.status, "A" if answer.status < 500 else "!")


def plain(answer, path):
    """An answer without what is of this request alone."""
    headers = [(name.lower(), value) for name, value in answer.headers if name.lower() not in
               ("date", "connection", "x-request-id", "content-security-policy", "set-cookie", "traceparent", "server-timing")]
    text = answer.body.decode(errors="replace")
    if text.startswith("{"):
        told = json.loads(text)
        told.pop("instance", None)
        text = json.dumps(told)
    text = re.sub(r'nonce="[^"]*"|name="_token" value="[^"]*"|name="_key" value="[^"]*"|request [0-9a-f]{24}', "", text)
    for part in path.partition("?")[0].split("/"):
        if len(part) == 26:
            text = text.replace(part, world.NOTHING)
            headers = [(name, value.replace(part, world.NOTHING)) for name, value in headers]
    return answer.status, sorted((n, v) for n, v in headers if n not in ("content-length", "verdict-position")), text


def thing(path):
    """The kind of thing that a path is about."""
    for start, kind in (("/api/v1/submissions/problem/", "problems"), ("/api/v1/submissions/user/", "people")):
        if path.startswith(start):
            return kind
    return next((part for part in path.split("/") if part in KNOWING), "")


def lateness(entrance):
    name = f"{entrance['method']} {entrance['path']}"
    return next((place for place, end in enumerate(LATE, 1) if name.endswith(end)), 0)


def difference(one, other):
    texts = ["\n".join([str(answer[0]), *map(str, answer[1]), answer[2]]).splitlines() for answer in (one, other)]
    return "\n".join(difflib.unified_diff(*texts, lineterm="", n=0))


class Attack:
    def __init__(self):
        with open(TABLE) as file:
            self.table = json.load(file)
        self.made = world.World()
        self.things = Things(self.made)
        people = self.made.people
        self.tokens = {name: people[name].token for name in people} | {"nobody": None, "garbage": "x.y.z"}
        self.tokens["operator"] = self.made.operator.token
        with open(os.path.join(os.path.dirname(world.ADMIN), "worker")) as file:
            self.tokens["program"] = file.read().strip()
        self.browsers = {name: Browser(None if name == "nobody" else name) for name in VISITORS}
        self.forms = {name: browser.token("/login" if name == "nobody" else "/account")
                      for name, browser in self.browsers.items()}
        self.wrong, self.seen = [], {}

    def grants(self, caller):
        return {"admin": ["admin"], "operator": ["admin"], "owner": ["organizer"], "organizer": ["organizer"], "maker": ["setter"],
                "setter": ["scoped setter"], "judge": ["scoped judge"]}.get(caller, [])

    def passes(self, caller, entrance):
        """Whether the modules' rows let somebody ask at all."""
        if caller in ("garbage", "erased"):
            return False
        action = entrance["action"]
        if caller == "limited" and action != "contests.list":
            return False
        may = entrance["action"] in self.table["commands"] or entrance["kind"] == "topic"
        for row in self.table["rows"][action]:
            is_person = caller not in ("nobody", "program", "operator")
            if row == "anybody" or is_person and (row == "people" or row == "owners" and may):
                return True
            role = row.removeprefix("role ")
            if role in self.grants(caller) or may and "scoped " + role in self.grants(caller):
                return True
        return False

    def body(self, entrance):
        """What could be done; of what would change too much, `{}` goes as far as it can."""
        end = entrance["path"].rsplit("/", 1)[-1]
        made, program = self.made, {"language": "python3", "files": [{"name": "main.py", "content": "print(2)"}]}
        if entrance["path"].startswith("/api/v1/auth/"):
            return {}
        if entrance["path"] in ("/api/v1/problems", "/api/v1/problems/{id}/versions"):
            return b"no archive"
        return {
            "invitations": {"person": made.people["other"].id}, "teams": {"name": "We"},
            "submissions": program | {"problem": made.draft if entrance["path"].count("/") == 3 else made.problem},
            "validate": {"problem": made.draft, "cursor": "none"}, "editorial": {"language": "en", "text": "So."},
            "roles": {"role": "nothing"}, "revoke": {"role": "nothing"}, "profile": {},
        }.get(end, BODIES.get(end, {}))

    def ask(self, caller, entrance, path):
        if entrance["kind"] == "page":
            browser = self.browsers[caller]
            form = {"_token": self.forms[caller]} | {"text": "Why?", "isToAll": "yes"}
            return browser.send(entrance["method"], path, form if entrance["method"] == "POST" else None)
        headers = []
        if self.tokens[caller]:
            headers.append(("Authorization", "Bearer " + self.tokens[caller]))
        if entrance["kind"] == "topic":
            headers.append(("Accept", "text/event-stream"))
        body = None
        if entrance["method"] not in ("GET", "DELETE"):
            found = self.body(entrance)
            body = found if found is None or isinstance(found, bytes) else json.dumps(found).encode()
            headers.append(("Content-Type", "application/json"))
        return world.raw(entrance["method"], path, headers, body)

    def entrance(self, entrance):
        name = f"{entrance['method']} {entrance['path']}"
        everybody = VISITORS if entrance["kind"] == "page" else CALLERS
        shown = {}
        for kind in ("open", "hidden", "teams"):
            path = self.things.path(entrance["path"], kind)
            if not path:
                continue
            nothing = self.things.path(entrance["path"], "nothing")
            letters = dict.fromkeys(everybody, "-")
            spared = (SPARED.get(name, "") + " " + SPARED.get(f"{name} {kind}", "")).split()
            knowing = KNOWING.get(thing(path), "").split()
            for caller in sorted(everybody, key=lambda one: one in knowing):
                if caller in spared:
                    continue
                answer = self.ask(caller, entrance, path)
                letters[caller] = letter(answer)
                who = f"{name} ({kind}) by {caller}: {answer.status} {answer.body[:200] if b'<html' not in answer.body else 'page'}"
                if letters[caller] == "!":
                    self.wrong.append("fails: " + who)
                if self.passes(caller, entrance):
                    # Whoever has not logged in is asked to, where only people can do something.
                    if letters[caller] == "U" and (entrance["kind"] != "page" or caller != "nobody"):
                        self.wrong.append("was to be let in: " + who)
                elif letters[caller] not in ("U", "F"):
                    self.wrong.append("was to be kept out: " + who)
                if kind == "hidden" and caller not in knowing and letters[caller] != "U":
                    other = self.ask(caller, entrance, nothing)
                    if plain(answer, path) != plain(other, nothing):
                        self.wrong.append(f"is there: {who}\n" + difference(plain(answer, path), plain(other, nothing)))
            shown[kind] = letters
        self.seen[name] = shown

    def run(self):
        self.expected = {}
        lines = open(EXPECTED).read().splitlines() if os.path.exists(EXPECTED) else []
        for line in lines:
            if line and not line.startswith("#"):
                name, kind, *letters = [part.strip() for part in line.split("|")]
                everybody = CALLERS if "/api/" in name else VISITORS
                self.expected.setdefault(name, {})[kind] = dict(zip(everybody, letters[0]))
        for entrance in sorted(self.table["entrances"], key=lateness):
            self.entrance(entrance)
        for name in sorted(set(self.seen) | set(self.expected)):
            for kind in sorted(set(self.seen.get(name, {})) | set(self.expected.get(name, {}))):
                told, is_so = self.expected.get(name, {}).get(kind), self.seen.get(name, {}).get(kind)
                if told != is_so:
                    text = lambda letters: "".join(letters.values()) if letters else "nothing"
                    self.wrong.append(f"{name} | {kind} | {text(is_so)} is not as written: {text(told)}")
        if len(sys.argv) > 6:
            with open(sys.argv[6], "w") as file:
                for name, kinds in sorted(self.seen.items(), key=lambda one: one[0].split(" ")[::-1]):
                    for kind, letters in kinds.items():
                        print(f"{name} | {kind} | {''.join(letters.values())}", file=file)
        expect(not self.wrong, "\n" + "\n".join(self.wrong))
        print("done")


Attack().run()
