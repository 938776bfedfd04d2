"""A site with one of everything, and everybody who may ask it something.

Whoever runs a script that imports this gives the socket of HTTP, the folder of the mails, the file of the admin's token, and
the folder of a package."""

import datetime
import http.client
import io
import json
import os
import sys
import time
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../PlatformJourneyTests/Python"))
from api import Caller, Connection, expect, link, until  # noqa: E402

ADMIN, PACKAGE = sys.argv[3:5]
PASSWORD = "correct horse battery"
NOTHING = "7zzzzzzzzzzzzzzzzzzzzzzzzz"


def archive(folder):
    """The package in `folder`, zipped."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(place, name)
                zipped.write(path, os.path.join(os.path.basename(folder), os.path.relpath(path, folder)))
    return content.getvalue()


class Answer:
    """All of an answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def field(self, name):
        return next((value for key, value in self.headers if key.lower() == name), None)


def first_event(answer, connection, seconds=5):
    """What a stream shows first, within some seconds in all: one that shows nothing says again and again that it is there."""
    end = time.monotonic() + seconds
    try:
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            line = answer.readline()
            if not line or line.startswith(b"data:"):
                return line
    except TimeoutError:
        pass
    return b""


def raw(method, path, headers=(), body=None, timeout=30):
    """Asks just so; of what has no end only the first event is read."""
    connection = Connection(timeout)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if not any(name == "Host" for name, _ in headers):
            connection.putheader("Host", "localhost")
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        socket = connection.sock
        answer = connection.getresponse()
        is_stream = (answer.getheader("Content-Type") or "").startswith("text/event-stream")
        return Answer(answer.status, answer.getheaders(), first_event(answer, socket) if is_stream else answer.read())
    finally:
        connection.close()


def person(name, admin):
    """Somebody whom an admin gave an account, and who has logged in."""
    account = {"name": name, "email": f"{name}@mail.example", "password": PASSWORD}
    one = Caller()
    one.id = admin.post("/api/v1/auth/accounts", account)["id"]
    one.name, one.tokens = name, one.post("/api/v1/auth/login", {"name": name, "password": PASSWORD})
    one.token = one.tokens["access_token"]
    return one


class World:
    def __init__(self):
        with open(ADMIN) as file:
            self.operator = Caller(file.read().strip())
        admin = self.operator
        self.people = {}
        for name in ("admin", "owner", "maker", "judge", "player", "other", "setter", "organizer", "limited", "erased"):
            self.people[name] = person(name, admin)
        self.give("admin", "admin")
        self.give("owner", "organizer")
        self.give("maker", "setter")
        package = archive(PACKAGE)
        maker, owner = self.people["maker"], self.people["owner"]
        made = [maker.post("/api/v1/problems", package, status=201)["id"] for _ in range(3)]
        self.problem, self.draft, other = made
        maker.post(f"/api/v1/problems/{self.problem}/publish")
        start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=90)
        self.plan = {
            "title": "The open one", "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "lengthSeconds": 3600,
            "counting": {"format": "icpc"}, "problems": [{"id": self.problem, "label": "A"}],
        }
        self.contest = owner.post("/api/v1/contests", self.plan, status=201)["id"]
        hidden = self.plan | {"title": "The hidden one", "isHidden": True, "accessCode": "open sesame"}
        self.hidden = owner.post("/api/v1/contests", hidden, status=201)["id"]
        self.give("judge", "judge", "contest", self.contest)
        self.give("judge", "judge", "contest", self.hidden)
        self.give("setter", "setter", "problem", other)
        # An organizer of another contest has all there, and may make more.
        self.give("organizer", "organizer")
        self.people["organizer"].post("/api/v1/contests", self.plan | {"title": "Elsewhere"}, status=201)
        player = self.people["player"]
        for contest, code in ((self.contest, {}), (self.hidden, {"accessCode": "open sesame"})):
            player.post(f"/api/v1/contests/{contest}/join", code)
        teams = self.plan | {"title": "In teams", "teamSize": 3, "isHidden": True, "accessCode": "open sesame"}
        self.teams = owner.post("/api/v1/contests", teams, status=201)["id"]
        forming = {"name": "Two of us", "accessCode": "open sesame"}
        self.team = player.post(f"/api/v1/contests/{self.teams}/teams", forming, status=201)["id"]
        self.submission = self.submit(player, self.contest)
        self.secret = self.submit(player, self.hidden)
        self.practice = self.submit(player, None)
        self.question = self.ask(self.contest)
        self.secret_question = self.ask(self.hidden)
        self.token = player.post("/api/v1/auth/tokens", {"name": "mine", "scopes": ["*"], "days": 3})["id"]
        self.session = player.get("/api/v1/auth/sessions")["sessions"][0]["id"]
        limited = self.people["limited"]
        made = limited.post("/api/v1/auth/tokens", {"name": "few", "scopes": ["contests.list"], "days": 3})
        limited.token = made["token"]
        erased = self.people["erased"]
        erased.post("/api/v1/auth/erase", {"password": PASSWORD})

    def give(self, name, role, kind=None, thing=None):
        grant = {"role": role} | ({"scope": {"kind": kind, "id": thing}} if kind else {})
        self.operator.post(f"/api/v1/people/{self.people[name].id}/roles", grant)

    def submit(self, player, contest):
        source = {"name": "main.py", "content": "print(1)\n"}
        body = {"problem": self.problem, "language": "python3", "files": [source]}
        path = f"/api/v1/contests/{contest}/submissions" if contest else "/api/v1/submissions"
        return player.post(path, body, status=201)["id"]

    def ask(self, contest):
        path = f"/api/v1/contests/{contest}/clarifications"
        return self.people["player"].post(path, {"text": "Why?"}, status=201)["id"]
