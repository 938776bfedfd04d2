"""What all attacks have: a site with one of everything, those who ask it something, and a list of what was not as it must be."""

import json
import re
import sys

import world
from browser import Browser
from things import Things


class Attack:
    def __init__(self, made=None):
        with open(sys.argv[5]) as file:
            self.table = json.load(file)
        self.made = made or world.World()
        self.things = Things(self.made)
        self.wrong = []
        self.browsers = {}

    @property
    def entrances(self):
        return self.table["entrances"]

    def wants(self, is_so, what):
        if not is_so:
            self.wrong.append(what)
        return is_so

    def token(self, who):
        """What somebody shows: a name of the world's, a token, or nothing."""
        if who is None:
            return None
        if who == "operator":
            return self.made.operator.token
        return self.made.people[who].token if who in self.made.people else who

    def ask(self, method, path, who=None, body=None, headers=()):
        """Asks the API; a body that is no bytes is sent as JSON."""
        lines = list(headers)
        token = self.token(who)
        if token:
            lines.append(("Authorization", "Bearer " + token))
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            if not any(name.lower() == "content-type" for name, _ in lines):
                lines.append(("Content-Type", "application/json"))
        return world.raw(method, path, lines, body)

    def status(self, wanted, what, method, path, who=None, body=None, headers=()):
        """Asks, and wants one of these answers."""
        answer = self.ask(method, path, who, body, headers)
        wanted = (wanted,) if isinstance(wanted, int) else wanted
        self.wants(answer.status in wanted, f"{what}: {method} {path[:200]}: {answer.status}, not {wanted}: {answer.body[:300]}")
        return answer

    def browser(self, name):
        """The browser of somebody who has logged in; None: of nobody."""
        if name not in self.browsers:
            self.browsers[name] = Browser(name)
        return self.browsers[name]

    def done(self):
        """The last command that anybody has done, as an admin sees it: where, and which."""
        page = self.browser("admin").send("GET", "/admin/audit").body.decode()
        row = re.search(r'<tr><td class="number">(\d+)</td>.*?</tr>', page, re.S)
        return re.sub(r"<[^>]*>", " ", row.group(0)) if row else "nothing"

    def pages(self, method):
        return [entrance for entrance in self.entrances if entrance["kind"] == "page" and entrance["method"] == method]

    def routes(self, *methods):
        return [entrance for entrance in self.entrances if entrance["kind"] == "route" and entrance["method"] in methods]

    def path(self, entrance, kind="open"):
        """The entrance's path to such a thing, or to whatever there is."""
        for which in (kind, "open", "teams", "hidden", "nothing"):
            path = self.things.path(entrance["path"], which)
            if path:
                return path
        return entrance["path"]
