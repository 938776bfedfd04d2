"""A contest from its first mail to its awards, by nothing but the API, with a coordinator that is killed in the midst of it.

Whoever runs this gives the socket of HTTP, the folder of the mails, the file of the admin's token, and the folder of a package;
kills the coordinator when "kill" is printed, starts it again, and waits for "done"."""

import datetime
import http.client
import io
import os
import sys
import threading
import uuid
import zipfile

from api import Caller, expect, link, until

ADMIN, PACKAGE = sys.argv[3:5]
PASSWORD = "correct horse battery"


def archive(folder, answer=None):
    """The package in `folder`, zipped; if there is an `answer`, that is the right one for each test case."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(place, name)
                inside = os.path.join(os.path.basename(folder), os.path.relpath(path, folder))
                if answer and name.endswith(".ans"):
                    zipped.writestr(inside, answer)
                else:
                    zipped.write(path, inside)
    return content.getvalue()


def program(kind, name):
    with open(os.path.join(PACKAGE, "submissions", kind, name)) as file:
        return file.read()


class Person(Caller):
    """Somebody who registers, confirms the address, and logs in."""

    def __init__(self, name):
        super().__init__()
        address = f"{name}@mail.example"
        account = {"name": name, "email": address, "password": PASSWORD}
        self.name = name
        self.post("/api/v1/auth/register", account)
        self.post("/api/v1/auth/login", {"name": name, "password": PASSWORD}, status=409, saying="not confirmed")
        self.get("/api/v1/auth/verify/" + link(address, "verify"))
        self.post("/api/v1/auth/login", {"name": name, "password": PASSWORD + "!"}, status=403)
        self.token = self.post("/api/v1/auth/login", {"name": name, "password": PASSWORD})["access_token"]

    def submit(self, contest, problem, source, **expected):
        body = {"problem": problem, "language": "python3", "files": [{"name": "main.py", "content": source}]}
        return (self.post(f"/api/v1/contests/{contest}/submissions", body, **expected) or {}).get("id")

    def verdict(self, submission):
        """What came of a submission, when it is judged."""
        return until(f"{submission} is judged", lambda: self.get(f"/api/v1/submissions/{submission}").get("verdict"))


class Announcements(threading.Thread):
    """An organizer who announces one thing after the other, each until it is answered."""

    def __init__(self, organizer, path):
        super().__init__(daemon=True)
        self.organizer, self.path = organizer, path
        self.answered, self.failed = [], 0
        self.enough = threading.Event()
        self.start()

    def run(self):
        while not self.enough.is_set() and len(self.answered) < 90:
            text, key = f"announcement {len(self.answered)}", str(uuid.uuid4())
            while True:
                try:
                    status, answer = self.organizer.once("POST", self.path, {"text": text}, key)
                    if status < 300:
                        self.answered.append((answer["id"], text))
                        break
                    expect(status == 503, f"an announcement: {status} {answer}")
                except (OSError, http.client.HTTPException):
                    self.failed += 1
                self.enough.wait(0.05)
            self.enough.wait(0.05)


def cell(board, person, problem):
    """A person's cell on a board; nothing if they have handed nothing in for the problem."""
    row = next((row for row in board["rows"] if row["participant"] == person.id), None)
    return next((cell for cell in row["cells"] if cell["problem"] == problem), {}) if row else {}


def solved(board, person):
    return next((row["solved"] for row in board["rows"] if row["participant"] == person.id), None)


def make_problem(organizer, ada):
    package = archive(PACKAGE)
    ada.post("/api/v1/problems", package, status=403)
    organizer.post("/api/v1/problems", package[: len(package) // 2], status=400)
    problem = organizer.post("/api/v1/problems", package, status=201)["id"]
    ada.get(f"/api/v1/problems/{problem}", status=404)
    return problem


def renew(organizer, path, plan, answer=None):
    """The contest has another version of its problem from now on."""
    (problem,) = plan["problems"]
    organizer.post(f"/api/v1/problems/{problem['id']}/versions", archive(PACKAGE, answer))
    organizer.ask("PUT", path, plan | {"problems": [problem | {"isRenewed": True}]})


def judged_anew(organizer, place, count):
    """What a set of so many submissions has found, when all of them are judged anew."""

    def look():
        found = organizer.get(place)
        return found if found["judged"] == found["submissions"] == count else None

    return until(f"{count} are judged anew", look)


def make_contest(organizer, ada, problem):
    """A contest of an hour that began a minute ago: so it can be shortened to what is over."""
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=62)
    plan = {
        "title": "The journey",
        "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "lengthSeconds": 3600,
        "counting": {"format": "icpc"},
        "problems": [{"id": problem, "label": "A", "color": "#c0392b"}],
    }
    ada.post("/api/v1/contests", plan, status=403)
    return organizer.post("/api/v1/contests", plan, status=201)["id"], plan


def begin_hacking(organizer, ada, bob, problem):
    """A contest in which ada may hack bob's program: its place, and the program."""
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=62)
    plan = {
        "title": "The hacks",
        "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "lengthSeconds": 3600,
        "counting": {"format": "codeforces"},
        "hacksWhileRunning": True,
        "problems": [{"id": problem, "label": "A", "points": "500"}],
    }
    contest = organizer.post("/api/v1/contests", plan, status=201)["id"]
    path = f"/api/v1/contests/{contest}"
    for person in (ada, bob):
        person.post(path + "/join")
    tricked = "print('Nobody is' if 'zebra' in open(0).read() else 'Everyone is', 'welcome')"
    target = bob.submit(contest, problem, tricked)
    expect(bob.verdict(target) == "AC", "what nobody has hacked is right")
    ada.post(path + "/locks", {"problem": problem}, status=409, saying="solve it first")
    expect(ada.verdict(ada.submit(contest, problem, program("accepted", "first_line.py"))) == "AC", "ada has solved it")
    ada.get(f"{path}/hackable/{target}", status=404)
    until("it is on the board", lambda: solved(ada.get(path + "/leaderboard"), ada) == 1)
    ada.post(path + "/locks", {"problem": problem})
    ada.submit(contest, problem, tricked, status=409, saying="locked")
    (found,) = ada.get(f"{path}/hackable?problem={problem}")["submissions"]
    expect(found["submission"] == target and found["name"] == "bob", f"bob's is to be hacked: {found}")
    (file,) = ada.get(f"{path}/hackable/{target}")["files"]
    expect(file["content"] == tricked, "ada sees what it is")
    return path, target


def hack(ada, path, target):
    """Hacks a program: with what is no input of the problem, with one that it fails on, and with one that it is right on."""
    inputs = ["zebra \n", "zebra\n", "lion\n"]
    return [ada.post(path + "/hacks", {"submission": target, "input": text}, status=201)["id"] for text in inputs]


def end_hacking(ada, bob, path, hacks):
    """What was hacked before the coordinator was killed is judged once, and counts once."""

    def states():
        found = [ada.get(f"{path}/hacks/{hack}")["hack"] for hack in hacks]
        return found if all(one["state"] != "waiting" for one in found) else None

    found = until("all hacks are judged", states)
    expect([one["state"] for one in found] == ["invalid", "successful", "unsuccessful"], f"the hacks: {found}")
    expect(found[1]["verdict"] == "WA", f"the program is wrong: {found[1]}")
    until("bob has lost it", lambda: solved(ada.get(path + "/leaderboard"), bob) == 0)
    rows = {row["participant"]: row for row in ada.get(path + "/leaderboard")["rows"]}
    # The last one is about a program that had failed already.
    expect(rows[ada.id]["hacks"] == {"successful": 1, "unsuccessful": 0}, f"what counts: {rows}")
    expect(float(rows[ada.id]["points"]) > 590 and rows[bob.id]["points"] == "0", f"the points: {rows}")


def main():
    anybody = Caller()
    with open(ADMIN) as file:
        admin = Caller(file.read().strip())
    ada, bob, organizer = Person("ada"), Person("bob"), Person("olga")
    accounts = {account["name"]: account["id"] for account in admin.get("/api/v1/auth/accounts")["accounts"]}
    for person in (ada, bob, organizer):
        person.id = accounts[person.name]
    ada.post(f"/api/v1/people/{ada.id}/roles", {"role": "admin"}, status=403)
    admin.post(f"/api/v1/people/{organizer.id}/roles", {"role": "admin"})

    problem = make_problem(organizer, ada)
    contest, plan = make_contest(organizer, ada, problem)
    path = f"/api/v1/contests/{contest}"
    right, wrong = program("accepted", "first_line.py"), program("wrong_answer", "echoes.py")

    ada.submit(contest, problem, right, status=403, saying="join it first")
    for person in (ada, bob):
        person.post(path + "/join")
    # Nothing is published: who takes part is shown what the contest has.
    expect(ada.get(f"/api/v1/problems/{problem}")["statement"], "ada reads what is to be solved")
    anybody.get(f"/api/v1/problems/{problem}", status=404)
    board = anybody.follow(f"contests/{contest}/board")
    board.until("two who have solved nothing", lambda shown: [row["solved"] for row in shown["rows"]] == [0, 0])
    expect(ada.verdict(ada.submit(contest, problem, wrong)) == "WA", "the wrong one is wrong")
    board.until("a wrong try", lambda shown: cell(shown, ada, problem).get("rejected") == 1)
    best = bob.submit(contest, problem, right)
    expect(bob.verdict(best) == "AC", "the right one is right")
    shown = board.until("that bob has solved it", lambda shown: solved(shown, bob) == 1)
    expect([row["name"] for row in shown["rows"]] == ["bob", "ada"], f"bob leads: {shown}")

    ada.get(path + "/balloons", status=403)
    (balloon,) = organizer.get(path + "/balloons?todo=true")["balloons"]
    expect((balloon["name"], balloon["label"], balloon["isFirst"]) == ("bob", "A", True), f"a balloon: {balloon}")
    organizer.post(path + "/balloons/1/deliver")
    expect(not organizer.get(path + "/balloons?todo=true")["balloons"], "it is brought")

    hacked, target = begin_hacking(organizer, ada, bob, problem)
    # With other answers all are judged anew, which nobody sees; also this the coordinator is killed in the midst of.
    renew(organizer, path, plan, "Nobody is welcome\n")
    ada.post(path + "/rejudgings", status=403)
    anew = organizer.post(path + "/rejudgings", {"reason": "other answers"}, status=201)
    expect(anew["submissions"] == 2, f"those that are judged: {anew}")

    # One is answered, and not judged, when the coordinator is killed; others are on their way.
    announcements = Announcements(organizer, path + "/announcements")
    until("something is announced", lambda: len(announcements.answered) > 3)
    late = ada.submit(contest, problem, wrong)
    hacks = hack(ada, hacked, target)
    starts = board.starts
    print("kill", flush=True)
    expect(ada.verdict(late) == "WA", "what was answered is judged")
    until("the board is followed again", lambda: board.starts > starts)
    board.until("another wrong try", lambda shown: cell(shown, ada, problem).get("rejected") == 2)
    answered = len(announcements.answered)
    until("more is announced", lambda: len(announcements.answered) > answered + 2)
    announcements.enough.set()
    announcements.join()
    expect(announcements.failed > 0, "the coordinator was away")
    told = [(one["id"], one["text"]) for one in anybody.get(path + "/clarifications")["announcements"]]
    expect(told[::-1] == announcements.answered, f"each is told once: {told} {announcements.answered}")

    end_hacking(ada, bob, hacked, hacks)
    kept = str(ada.get("/api/v1/auth/export"))
    expect("The journey" in kept and "The hacks" in kept and target in kept, "ada gets what contests keep of her")
    place = f"{path}/rejudgings/{anew['id']}"
    cells = judged_anew(organizer, place, 2)["matrix"]
    expect([(one["from"], one["to"], one["count"]) for one in cells] == [("AC", "WA", 1), ("WA", "WA", 1)], f"{cells}")
    expect(solved(anybody.get(path + "/leaderboard"), bob) == 1, "nothing is seen of it")
    moved = {row["participant"]: row["after"]["solved"] for row in organizer.get(place + "/board")["participants"]}
    expect(moved[bob.id] == 0, f"bob would lose it: {moved}")
    organizer.post(place + "/apply", status=409, saying="would not be accepted any more")
    ada.post(place + "/apply", {"takesAcceptedAway": True}, status=403)
    for _ in range(2):
        organizer.post(place + "/apply", {"takesAcceptedAway": True})
    board.until("that bob has lost it", lambda shown: solved(shown, bob) == 0)
    until("bob is told", lambda: bob.get(f"/api/v1/submissions/{best}")["verdict"] == "WA")
    until("all are told", lambda: organizer.get(place)["stage"] == "applied")
    expect(organizer.get(path + "/balloons?todo=true")["balloons"][0]["isTakenBack"], "the balloon is to be fetched back")
    renew(organizer, path, plan)
    chosen = {"authors": [bob.id], "verdicts": ["WA"]}
    place = f"{path}/rejudgings/{organizer.post(path + '/rejudgings', chosen, status=201)['id']}"
    judged_anew(organizer, place, 1)
    organizer.post(place + "/apply")
    board.until("that bob has solved it after all", lambda shown: solved(shown, bob) == 1)
    until("bob is told again", lambda: bob.get(f"/api/v1/submissions/{best}")["verdict"] == "AC")
    expect(not organizer.get(path + "/balloons?todo=true")["balloons"], "the balloon is bob's")

    ada.post(path + "/freeze", status=403)
    organizer.post(path + "/freeze")
    board.until("that it is frozen", lambda shown: shown["isFrozen"])
    ada.get(path + "/leaderboard?view=judges", status=403)
    judges = organizer.follow(f"contests/{contest}/board/judges")
    after = ada.submit(contest, problem, right)
    expect(ada.verdict(after) == "AC", "ada knows how her own does")
    expect(bob.get(f"/api/v1/submissions/{after}").get("verdict") is None, "bob does not know how hers does")
    judges.until("that ada has solved it", lambda shown: solved(shown, ada) == 1)
    shown = board.until("that one of ada's waits", lambda shown: cell(shown, ada, problem).get("pending") == 1)
    expect(solved(shown, ada) == 0, "nobody is told what came of it")
    expect(solved(anybody.get(path + "/leaderboard"), ada) == 0, "nobody reads what came of it")

    heard = anybody.follow(f"contests/{contest}/messages")
    question = ada.post(path + "/clarifications", {"text": "May a line be empty?", "problem": problem}, status=201)["id"]
    expect(not bob.get(path + "/clarifications")["clarifications"], "a question is between two")
    answer = f"{path}/clarifications/{question}/answer"
    bob.post(answer, {"text": "No.", "isToAll": True}, status=403)
    organizer.post(path + "/thaw", status=409, saying="the contest still runs, if only for some")
    organizer.post(path + "/finalize", status=409, saying="the contest still runs, if only for some")

    # It ends with the second that is nearly over.
    began = datetime.datetime.fromisoformat(plan["start"].replace("Z", "+00:00"))
    length = int((datetime.datetime.now(datetime.timezone.utc) - began).total_seconds()) + 1
    freeze = organizer.get(path)["freezeAfterSeconds"]
    ada.ask("PUT", path, plan | {"lengthSeconds": length, "freezeAfterSeconds": freeze}, status=403)
    organizer.ask("PUT", path, plan | {"lengthSeconds": length, "freezeAfterSeconds": freeze})
    until("the contest is over", lambda: anybody.get(path)["phase"] == "over")
    ada.submit(contest, problem, right, status=409, saying="the contest is over")
    expect(solved(anybody.get(path + "/leaderboard"), ada) == 0, "it is frozen after the end, too")
    organizer.post(path + "/finalize", status=409, saying="questions are not answered")
    organizer.post(answer, {"text": "It may.", "isToAll": True})
    heard.until("the answer", lambda shown: [one["answer"] for one in shown["clarifications"]] == ["It may."])
    expect(bob.get(path + "/clarifications")["clarifications"][0]["answer"] == "It may.", "bob reads it, too")

    expect(all(solved(shown, ada) == 0 for shown in board.shown if shown["rows"]), "no news told what is frozen")
    organizer.post(path + "/thaw")
    board.until("all", lambda shown: solved(shown, ada) == 1)
    bob.post(path + "/finalize", status=403)
    organizer.post(path + "/finalize")
    expect(anybody.get(path)["phase"] == "final", "it is final")
    awards = anybody.get(path + "/awards")
    given = {award["id"]: award["participants"] for award in awards["awards"]}
    expect(awards["isFinal"] and given["winner"] == given["first-to-solve-A"] == [bob.id], f"bob wins: {awards}")
    expect(awards["ranks"] == {bob.id: 1, ada.id: 2}, f"all have ranks: {awards}")
    organizer.ask("PUT", path, plan, status=409)
    print("done", flush=True)


main()
