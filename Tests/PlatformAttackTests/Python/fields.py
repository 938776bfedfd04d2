"""Every field of every request, and every part of every path and query, with what nobody expects there: nothing fails, and
what is too much is refused."""

import json
import os
import random
import sys
import urllib.parse

import world
from api import expect
from things import Things
from templates import mutations, templates

with open(sys.argv[5]) as file:
    TABLE = json.load(file)
PARTS = ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "%0d%0aX-Evil:%201", "'%20OR%201=1--", "%F0%9F%98%80", "x" * 5000, "-1",
         "99999999999999999999999999", "{id}", "%7B%7Bid%7D%7D", "a%20b", ".", "%2e%2e", "0" * 26, "z" * 26]
VALUES = ["", "-1", "0", "1", "201", "99999999999999999999999999", "9223372036854775807", "-9223372036854775808", "1e9",
          "true", "\u0000", "' OR 1=1 --", '" OR "a"="a', "a* NOT (b", "NEAR(a b, 9999)", "title:*", "^", '"', "((((((((((",
          "%", "_", "\\", "x" * 5000, "\ud800".encode("utf-16-le", "surrogatepass").hex(), "\u202e", "a\r\nX-Evil: 1",
          "AND OR NOT", "*", "-", "+", "{col}:x", "\ufffd\U0010ffff", "public", "judges", "me", "csv", "jsonl"]
NAMES = ["limit", "cursor", "from", "text", "tag", "category", "difficulty", "language", "state", "sort", "order", "view",
         "division", "around", "phase", "mine", "queue", "unanswered", "format", "verdict", "part", "before", "name",
         "solved", "q", "page", "package", "next", "filter", "at"]


# The same each time, unless another one is wanted.
SEED = int(os.environ.get("VERDICT_SEED") or 1)
RANDOM = random.Random(SEED)


def some(of, count):
    """So many of it; where there is much time, eight times as many."""
    return RANDOM.sample(of, min(count * (8 if "VERDICT_LONG_TESTS" in os.environ else 1), len(of)))


class Fields:
    def __init__(self):
        self.made = world.World()
        self.things = Things(self.made)
        people = self.made.people
        self.wrong, self.count = [], 0
        self.asked = [("admin", people["admin"].token), ("player", people["player"].token)]

    def ask(self, what, method, path, body=None, headers=(), who="admin", must_fail=False):
        token = dict(self.asked)[who]
        lines = [("Authorization", "Bearer " + token), *headers]
        self.count += 1
        try:
            answer = world.raw(method, path, lines, body)
        except OSError as error:
            self.wrong.append(f"{what}: {method} {path[:200]}: no answer: {error!r}")
            return None
        told = f"{what}: {method} {path[:200]} {(body or b'')[:200]}: {answer.status} {answer.body[:300]}"
        if answer.status >= 500 and answer.status != 503:
            self.wrong.append("fails: " + told)
        if must_fail and not 400 <= answer.status < 500:
            self.wrong.append("is taken: " + told)
        if any(name.lower() == "x-evil" for name, _ in answer.headers):
            self.wrong.append("says what it was told to: " + told)
        return answer

    def send(self, what, entrance, path, body, must_fail=False):
        return self.ask(what, entrance["method"], path, body, [("Content-Type", "application/json")], "admin", must_fail)

    def bodies(self, entrance):
        """What is sent to a route."""
        name = f"{entrance['method']} {entrance['path']}"
        path = self.things.path(entrance["path"], "teams" if "{team}" in entrance["path"] else "open")
        if entrance["method"] == "DELETE":
            return
        if name not in self.templates:
            self.wrong.append(f"{name} has no template: write down what can be sent to it")
            return
        if self.templates.pop(name) != [[]] and path:
            for garbage in (b"{", b"", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 70 + b"1" + b"}" * 70,
                            b'{"x": 1e999999}', b'{"a": 1, "a": 2}'):
                self.send("garbage", entrance, path, garbage)
            large = b'{"x": "' + b"x" * (1 << 20) + b'"}'
            self.send("a large body", entrance, path, large, must_fail=b"submissions" not in path.encode())

    def fields(self, entrance, bodies):
        path = self.things.path(entrance["path"], "teams" if "{team}" in entrance["path"] else "open")
        for body in bodies:
            for field, changed, must_fail in mutations(body, some):
                self.send(field, entrance, path, json.dumps(changed).encode(), must_fail)

    def paths(self, entrance):
        """Parts of paths that name nothing."""
        if "{" not in entrance["path"]:
            return
        right = self.things.path(entrance["path"], "open") or self.things.path(entrance["path"], "teams")
        for place, part in enumerate(entrance["path"].split("/")):
            if not part.startswith("{"):
                continue
            for garbage in some(PARTS, 3):
                words = right.split("/")
                words[place] = garbage
                # A name is nobody's until somebody gives it.
                is_name = entrance["path"].startswith("/api/v1/resources/tenants")
                if entrance["method"] in ("GET", "DELETE"):
                    self.ask("a path", entrance["method"], "/".join(words),
                             must_fail=not is_name and entrance["kind"] == "route" and "{name}" != part and garbage not in ("0" * 26, "z" * 26, "."))
                else:
                    self.send("a path", entrance, "/".join(words), b"{}")

    def queries(self, entrance):
        if entrance["method"] != "GET" or entrance["kind"] == "topic":
            return
        path = self.things.path(entrance["path"], "open")
        for name, value in some([(name, value) for name in NAMES for value in VALUES], 8):
            self.ask("a query", "GET", f"{path}?{name}={urllib.parse.quote(value)}")
        self.ask("a query", "GET", path + "?" + "&".join(f"x{number}=1" for number in range(500)))
        self.ask("a query", "GET", path + "?limit=1&limit=x&limit=%zz&=&&==%")
        for wrong in ("0", "-1", "1000000", "x", "99999999999999999999999999", "1.5"):
            if entrance["kind"] == "route" and entrance["path"] in LISTS:
                self.ask("a limit", "GET", f"{path}?limit={wrong}", must_fail=True)

    def run(self):
        self.templates = templates(self.made)
        bodies = dict(self.templates)
        late = ("/publish", "/withdraw", "/leave", "/finalize", "/thaw", "/freeze")
        for entrance in sorted(TABLE["entrances"], key=lambda one: one["path"].endswith(late)):
            name = f"{entrance['method']} {entrance['path']}"
            if entrance["kind"] != "page":
                self.paths(entrance)
            self.queries(entrance)
            if entrance["kind"] == "route" and entrance["method"] != "GET":
                self.bodies(entrance)
                if name in bodies and bodies[name] != [[]]:
                    self.fields(entrance, bodies[name])
        for name in self.templates:
            self.wrong.append(f"there is no {name}, and it has a template")
        expect(not self.wrong, f"{len(self.wrong)} of {self.count}, with the seed {SEED}\n" + "\n".join(self.wrong))
        print(self.count, "requests")
        print("done")


LISTS = {
    "/api/v1/contests", "/api/v1/contests/{id}/clarifications", "/api/v1/contests/{id}/leaderboard", "/api/v1/problems",
    "/api/v1/problems/search", "/api/v1/submissions/failed", "/api/v1/submissions/problem/{id}",
    "/api/v1/submissions/user/{id}", "/api/v1/users/leaderboard", "/api/v1/users/search", "/api/v1/users/{id}/submissions",
    "/api/v1/auth/accounts", "/api/v1/testcases/{problem}",
}

Fields().run()
