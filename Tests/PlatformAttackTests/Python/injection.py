"""Texts that another reader would take for more: formulas for spreadsheets, SQL and the words of searches for the database; fields
that nobody may say; things of others, and of another place, by their ids."""

import csv
import io
import json
import os
import random
import re
import urllib.parse

import world
from templates import templates

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\")", "\uff1d1+1", "\ufeff=1"]
FIRST = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
QUESTIONS = [
    "'", "' OR '1'='1", "' OR 1=1 --", "\" OR \"\"=\"", "') OR 1=1 --", "'; DROP TABLE library; --", "x' UNION SELECT * FROM library --",
    "\\", "%", "_", "a OR b", "a AND b", "a NOT b", "NEAR(a b)", "title:a", "{title note}:a", "a*", "*", "^a", "\"", "\"\"", "(", ")", "-a",
    "a + b", "a\u0000b", "OR", "NOT", "{", ":", "draft*", "\" OR title:* OR \"", "rowid:1", "- {note} : a", "a" * 256]


def run(attack):
    spreadsheets(attack)
    searches(attack)
    elsewhere(attack)
    # The last one: it changes what there is.
    assignment(attack)


def spreadsheets(attack):
    """A board with names that are formulas; in no file of it does a cell begin like one, and nothing is lost."""
    made = attack.made
    owner, people = made.people["owner"], [made.people[name] for name in ("player", "other", "setter", "organizer", "maker", "judge")]
    # A label has at most eight bytes.
    problems = [{"id": made.problem, "label": "=1+2*3"}]
    plan = made.plan | {"title": "=1+1", "teamSize": 2, "divisions": FORMULAS[:4], "problems": problems}
    contest = owner.post("/api/v1/contests", plan, status=201)["id"]
    path = f"/api/v1/contests/{contest}"
    names = []
    for number, formula in enumerate(FORMULAS[: len(people)]):
        team = {"name": formula, "division": FORMULAS[number % 4]}
        people[number].post(path + "/teams", team, status=201)
        names.append(formula)
    for name in ("\t=1", "\r=1", "=1\n", "=1\x7f"):
        attack.status(400, "a name of two lines", "POST", path + "/teams", "admin", {"name": name, "division": FORMULAS[0]})
    seen = []
    exports = [entrance for entrance in attack.entrances if re.search("contests.*/export$", entrance["path"])]
    attack.wants(exports, "there is no export")
    for export in exports:
        at = export["path"].replace("{id}", contest)
        for who in ("player", "owner"):
            for view in ("", "&view=judges") if who == "owner" else ("",):
                answer = attack.status(200, "an export", "GET", at + "?format=csv" + view, who)
                rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
                attack.wants(len(rows) == len(names) + 1, f"an export has other rows: {rows}")
                for cell in sum(rows, []):
                    bare = cell.lstrip(" \u00a0\ufeff\u200b")
                    attack.wants(not bare or bare[0] not in FIRST, f"{at} has a cell that is a formula: {cell!r}")
                seen += sum(rows, [])
                lines = attack.status(200, "an export", "GET", at + "?format=jsonl" + view, who).body.decode().splitlines()
                told = {json.loads(line)["name"] for line in lines}
                attack.wants(told == set(names), f"what is for programs is as it was: {told}")
        for wrong in ("xlsx", "CSV", "csv'--", "../csv", ""):
            attack.status((400, 422), "a format that there is not", "GET", f"{at}?format={urllib.parse.quote(wrong)}", "owner")
    for text in names + ["=1+2*3"]:
        attack.wants("'" + text in seen, f"{text!r} stands in no export")


def searches(attack):
    """No text asks the database for more than what it says."""
    made = attack.made
    draft, hidden = made.draft, made.hidden
    places = [("/api/v1/problems/search", "text"), ("/api/v1/problems/complete", "text"), ("/api/v1/users/search", "text"),
              ("/problems", "text"), ("/ranking", "text"), ("/api/v1/auth/accounts", "cursor")]
    lists = ["/api/v1/problems", "/api/v1/contests", "/api/v1/users/leaderboard", f"/api/v1/contests/{made.contest}/leaderboard",
             f"/api/v1/contests/{made.contest}/clarifications", f"/api/v1/submissions/problem/{made.problem}",
             f"/api/v1/submissions/user/{made.people['player'].id}", f"/api/v1/testcases/{made.problem}"]
    names = ["cursor", "category", "tag", "difficulty", "sort", "state", "language", "verdict", "division", "queue", "phase", "from",
             "limit", "mine"]
    asked = [(path, name, text) for path, name in places for text in QUESTIONS]
    others = [(path, name, text) for path in lists for name in names for text in QUESTIONS]
    asked += others if "VERDICT_LONG_TESTS" in os.environ else random.Random(1).sample(others, 400)
    for number, (path, name, text) in enumerate(asked):
        # Of people one may not look for more within a minute.
        who = "setter" if number % 2 else "other"
        answer = attack.ask("GET", f"{path}?{name}={urllib.parse.quote(text)}", who)
        told = f"GET {path}?{name}={text[:80]!r}: {answer.status} {answer.body[:200]}"
        attack.wants(answer.status in (200, 400, 403, 404, 422), "is asked: " + told)
        attack.wants(draft.encode() not in answer.body and hidden.encode() not in answer.body, "is shown: " + told)
        for word in (b"sqlite", b"SQLITE", b"fts5", b"syntax error", b"no such column", b"malformed MATCH"):
            attack.wants(word not in answer.body, "the database speaks: " + told)
    # A word that is there is found, and so are no more for what would widen the question.
    found = attack.status(200, "a search", "GET", "/api/v1/problems/search?text=motto", "other").json()
    attack.wants(len(found["found"]) == 1, f"the search finds other than the one: {found}")
    for text in ("motto' OR '1'='1", "zzzz OR motto", "zzzz\" OR \"motto", "zzzz* OR motto*", "title:motto NOT x", "NOT motto"):
        told = attack.ask("GET", "/api/v1/problems/search?text=" + urllib.parse.quote(text), "player").json()
        attack.wants(len(told.get("found", [])) <= 1, f"{text!r} finds more: {told}")
        if "zzzz" in text:
            attack.wants(not told.get("found"), f"{text!r} is a question with an OR: {told}")


EVIL_ID = "0123456789" + "abcdef" + "0123456789"
EVIL_TEXT = "zzevilzz"
FIELDS = ["id", "owner", "author", "actor", "person", "participant", "account", "user", "userId", "by", "createdBy", "team", "captain",
          "package", "session", "tenant", "tenantId"]
CLAIMS = ["role", "roles", "scope", "state", "stage", "verdict", "score", "kind", "email_verified", "grants", "made", "createdAt",
          "receivedAt", "published", "at", "atNs", "finalized", "note2", "permissions", "__proto__", "constructor"]
FLAGS = ["isAdmin", "admin", "is_admin", "confirmed", "verified", "isConfirmed", "isJudge", "isPublished", "isDeleted", "isRepeated",
         "isForGood", "isWithdrawn"]
NUMBERS = ["version", "rank", "points2", "penalty", "generation", "position", "participants"]


def assignment(attack):
    """Every request with fields that it does not have: nothing of them is kept, or is believed."""
    made = attack.made
    body = templates(made)
    extra = {name: EVIL_ID for name in FIELDS} | {name: EVIL_TEXT for name in CLAIMS}
    extra |= {name: True for name in FLAGS} | {name: 424242 for name in NUMBERS}
    late = ("/erase", "/logout", "/publish", "/withdraw", "/leave", "/finalize", "/thaw", "/freeze", "/hold", "/change-password")
    for route in sorted(attack.routes("POST", "PUT", "PATCH"), key=lambda one: one["path"].endswith(late)):
        name = f"{route['method']} {route['path']}"
        if route["path"].endswith(("/erase", "/logout", "/finalize", "/leave", "/withdraw")):
            continue
        for one in body.get(name, []):
            if not isinstance(one, dict):
                continue
            changed = {field: value for field, value in extra.items() if field not in one} | one
            for who in ("maker", "owner"):
                answer = attack.ask(route["method"], attack.path(route, "teams" if "{team}" in route["path"] else "open"), who, changed)
                attack.wants(answer.status < 500 and EVIL_TEXT.encode() not in answer.body,
                             f"{name} by {who} with more fields: {answer.status} {answer.body[:300]}")
    account = {"name": "climber", "email": "climber@mail.example", "password": world.PASSWORD}
    climber = attack.status(200, "an account", "POST", "/api/v1/auth/accounts", "operator", extra | account).json()["id"]
    roles = attack.status(200, "roles", "GET", f"/api/v1/people/{climber}/roles", "operator").body
    attack.wants(b"admin" not in roles and EVIL_TEXT.encode() not in roles, f"somebody has given themselves a role: {roles}")
    plan = extra | made.plan | {"title": "Climbing"}
    contest = attack.status(201, "a contest", "POST", "/api/v1/contests", "organizer", plan).json()["id"]
    attack.wants(contest != EVIL_ID, "a contest has the id that its maker wanted")
    attack.status(204, "one's contest is one's own", "PUT", f"/api/v1/contests/{contest}", "organizer", plan)
    attack.status(403, "somebody else's contest", "PUT", f"/api/v1/contests/{contest}", "owner", plan)
    program = {"problem": made.problem, "language": "python3", "files": [{"name": "a.py", "content": "print(1)"} | extra]}
    sent = attack.status(201, "a program", "POST", "/api/v1/submissions", "other", extra | program | {"contest": None}).json()["id"]
    told = attack.status(200, "a submission", "GET", f"/api/v1/submissions/{sent}", "other").json()
    author = made.people["other"].id
    attack.wants(told["author"] == author and "verdict" not in told and "score" not in told, f"a submission says of itself: {told}")
    # Whatever an admin reads, nothing of it is anywhere.
    for entrance in attack.entrances:
        if entrance["method"] != "GET" or entrance["kind"] == "topic":
            continue
        for kind in ("open", "teams"):
            path = attack.things.path(entrance["path"], kind)
            if path:
                is_page = entrance["kind"] == "page"
                answer = attack.browser("admin").send("GET", path) if is_page else attack.ask("GET", path, "admin")
                for mark in (EVIL_ID, EVIL_TEXT, "424242"):
                    attack.wants(mark.encode() not in answer.body, f"{mark} is kept: GET {path}")


def elsewhere(attack):
    """What belongs to one contest, problem or person is not there below another one, also for who may do it in both."""
    made = attack.made
    owner, player = made.people["owner"], made.people["player"]
    plan = made.plan | {"title": "The other one", "problems": []}
    other = owner.post("/api/v1/contests", plan, status=201)["id"]
    one, there = f"/api/v1/contests/{made.contest}", f"/api/v1/contests/{other}"
    for what, body in (("answer", {"text": "So."}), ("claim", None), ("release", None), ("queue", {"queue": "a"})):
        attack.status(404, "a question of another contest", "POST", f"{there}/clarifications/{made.question}/{what}", "owner", body)
        attack.status(404, "a question of a hidden contest", "POST", f"{one}/clarifications/{made.secret_question}/{what}", "owner", body)
    for what in ("ignore", "count"):
        adjusting = {"submission": made.submission, "reason": "So."}
        attack.status(404, "a submission of another contest", "POST", f"{there}/{what}", "owner", adjusting)
        attack.status(404, "a submission for practice", "POST", f"{there}/{what}", "owner", adjusting | {"submission": made.practice})
    for what, more in (("extra-time", {"seconds": 60}), ("penalty", {"minutes": 1}), ("disqualify", {"reason": "So."}), ("reinstate", {})):
        adjusting = {"participant": player.id} | more
        attack.status(404, "somebody who takes part elsewhere", "POST", f"{there}/{what}", "owner", adjusting)
    for method, what, body in (("POST", "join", None), ("POST", "invitations", {"person": made.people["other"].id}),
                               ("DELETE", f"invitations/{made.people['other'].id}", None)):
        attack.status((404, 403, 409, 422), "a team of another contest", method, f"{one}/teams/{made.team}/{what}", "player", body)
        attack.status((404, 403), "somebody else's team", method, f"/api/v1/contests/{made.teams}/teams/{made.team}/{what}", "maker", body)
    source = {"language": "python3", "files": [{"name": "main.py", "content": "print(1)"}]}
    attack.status(404, "a problem that the contest has not", "POST", f"{one}/submissions", "player", source | {"problem": made.draft})
    attack.status((403, 404), "a contest that one is not in, in the body", "POST", "/api/v1/submissions", "other",
                  source | {"problem": made.problem, "contest": made.hidden})
    # The path says where, whatever the body says.
    sent = attack.status(201, "a program", "POST", f"{one}/submissions", "player", source | {"problem": made.problem, "contest": made.hidden})
    told = attack.ask("GET", f"/api/v1/submissions/{sent.json()['id']}", "player").json()
    attack.wants(told.get("contest") == made.contest, f"the body says in which contest it counts: {told}")
    for what in ("clarifications", "announcements"):
        body = {"text": "Why?", "problem": made.draft}
        attack.status(404, "a problem of no contest", "POST", f"{one}/{what}", "player" if what[0] == "c" else "owner", body)
    attack.status(404, "a problem that one may not see, in a contest", "POST", "/api/v1/contests", "owner",
                  made.plan | {"problems": [{"id": made.draft, "label": "A"}]})
    titles(attack)
    files = f"/api/v1/submissions/{made.practice}/files"
    attack.status((403, 404), "somebody else's program", "GET", files, "other")
    attack.status(200, "one's own program", "GET", files, "player")
    attack.status(403, "somebody else's submission", "DELETE", f"/api/v1/submissions/{made.practice}", "other")
    attack.status(404, "somebody else's limits", "GET", f"/api/v1/resources/people/{player.id}", "other")
    pages = attack.browser("other")
    form = {"_token": pages.token("/account"), "text": "Why?"}
    for path in (f"/submissions/{made.practice}/delete", f"/submissions/{made.practice}/rejudge", f"/contests/{made.contest}/organise",
                 f"/admin/people/{player.id}/roles", f"/admin/accounts/{player.id}/erase", f"/problems/{made.problem}/edit"):
        answer = pages.send("POST", path, form)
        attack.wants(answer.status in (403, 404), f"somebody else's: POST {path}: {answer.status}")


def titles(attack):
    """What a draft is called is told to those who may see it, and not to those who look at the same page after them."""
    made = attack.made
    plan = made.plan | {"title": "With a draft", "problems": [{"id": made.draft, "label": "A"}]}
    contest = attack.status(201, "a contest with a draft", "POST", "/api/v1/contests", "admin", plan).json()["id"]
    for who, is_told in (("player", False), ("admin", True), ("player", False), (None, False)):
        page = attack.browser(who).send("GET", f"/contests/{contest}").body.decode()
        attack.wants(("The motto" in page) == is_told and ("Problem A" in page) != is_told, f"{who} is told what a draft is called, or is not")
