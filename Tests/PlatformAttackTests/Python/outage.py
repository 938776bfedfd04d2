"""A contest while the servers of the store die: people register, join, ask, announce and hand in until a file says that it is enough;
then all that was answered is there, once, and no board has ever gone back."""

import os
import threading
import time


import world
from api import Caller, expect, until

ENOUGH = os.environ["VERDICT_ENOUGH"]
RIGHT = "print('Everyone is welcome')\n"


class Doing(threading.Thread):
    """Somebody who does one thing after the other, each again with the same key until it is answered."""

    all = []

    def __init__(self, name, step, most=10_000, pause=0.05):
        super().__init__(daemon=True, name=name)
        self.step, self.most, self.pause = step, most, pause
        self.accepted, self.failure, self.longest = [], None, 0
        Doing.all.append(self)
        self.start()

    def run(self):
        try:
            while not os.path.exists(ENOUGH) and len(self.accepted) < self.most:
                start = time.monotonic()
                self.accepted.append(self.step(len(self.accepted)))
                self.longest = max(self.longest, time.monotonic() - start)
                time.sleep(self.pause)
        except BaseException as failure:  # Also what ends the program elsewhere.
            self.failure = f"{self.name}: {failure!r}"


class Sender(Caller):
    """Somebody who counts what was refused because the store did not answer, and was sent again."""

    refused = 0

    def once(self, *request):
        found = super().once(*request)
        Sender.refused += found[0] == 503
        return found


class Board:
    """A board as somebody follows it: nobody goes away from it, and nobody's solved problem is one no more."""

    def __init__(self, followed):
        self.followed, self.looked, self.wrong = followed, 0, []
        self.known = {}

    def look(self):
        for shown in self.followed.shown[self.looked:]:
            self.looked += 1
            now = {row["participant"]: row["solved"] for row in shown["rows"]}
            for person, solved in self.known.items():
                if now.get(person, -1) < solved:
                    self.wrong.append(f"{person} had solved {solved}, and has {now.get(person)}")
            self.known = now | {person: solved for person, solved in self.known.items() if person not in now}


def everything(caller, path, key):
    """A list from its first page to its last."""
    found, cursor = [], None
    while True:
        page = caller.get(path + (f"&cursor={cursor}" if cursor else ""))
        found += page[key]
        cursor = page.get("next")
        if not cursor:
            return found


def main():
    with open(world.ADMIN) as file:
        operator = Caller(file.read().strip())
    world.Caller = Sender
    owner, *players = (world.person(name, operator) for name in ("owner", "ada", "bob", "cyd", "dan"))
    operator.post(f"/api/v1/people/{owner.id}/roles", {"role": "admin"})
    problem = owner.post("/api/v1/problems", world.archive(world.PACKAGE), status=201)["id"]
    owner.post(f"/api/v1/problems/{problem}/publish")
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 62))
    plan = {"title": "In a storm", "start": start, "lengthSeconds": 3600, "counting": {"format": "icpc"},
            "problems": [{"id": problem, "label": "A"}]}
    contest = owner.post("/api/v1/contests", plan, status=201)["id"]
    path = f"/api/v1/contests/{contest}"
    for player in players:
        player.post(path + "/join")
    board = Board(Caller().follow(f"contests/{contest}/board"))
    board.followed.until("those who take part", lambda shown: len(shown["rows"]) == len(players))

    def registers(number):
        person = world.person(f"late{number}", operator)
        person.post(path + "/join")
        person.ask("PUT", "/api/v1/users/profile", {"displayName": f"Late {number}", "public": ["displayName"]})
        return person

    def hands_in(player):
        def step(number):
            body = {"problem": problem, "language": "python3", "files": [{"name": "main.py", "content": f"# {number}\n" + RIGHT}]}
            return player.post(path + "/submissions", body, status=201)["id"]
        return step

    # With all of them the board is one page, which is what is shown of it live.
    registering = Doing("register", registers, most=45)
    announcing = Doing("announce", lambda number: owner.post(path + "/announcements", {"text": f"announcement {number}"})["id"], most=90)
    asking = Doing("ask", lambda number: players[0].post(path + "/clarifications", {"text": f"question {number}"}, status=201)["id"], most=20)
    looking = Doing("look", lambda number: (board.look(), players[1].get(path + "/leaderboard?limit=200"))[1], pause=0.2)
    # More than ten within a minute are taken from nobody.
    submitting = [Doing(f"submit {number}", hands_in(player), most=8, pause=1) for number, player in enumerate(players)]
    print("going", flush=True)
    # Whoever kills the servers says when; this program itself is ended if nobody does.
    while looking.is_alive() and not os.path.exists(ENOUGH):
        time.sleep(0.02)
    for doing in Doing.all:
        doing.join(90)
        expect(not doing.is_alive() and not doing.failure, f"{doing.name} has not come to its end: {doing.failure}")

    names = [account["name"] for account in everything(operator, "/api/v1/auth/accounts?limit=100", "accounts")]
    expect(len(names) == len(set(names)) == 5 + len(registering.accepted), f"those who registered: {names}")
    told = owner.get(path + "/clarifications?limit=200")
    expect([one["text"] for one in reversed(told["announcements"])] == [f"announcement {n}" for n in range(len(announcing.accepted))],
           f"the announcements: {told['announcements']}")
    expect([one["text"] for one in reversed(told["clarifications"])] == [f"question {n}" for n in range(len(asking.accepted))],
           f"the questions: {told['clarifications']}")
    for player, doing in zip(players, submitting):
        expect(doing.accepted, f"{player.name} has handed in something")
        listed = [one["id"] for one in everything(player, f"/api/v1/submissions/user/{player.id}?limit=50", "submissions")]
        expect(listed == doing.accepted[::-1], f"{player.name} has handed in {doing.accepted}, and the list has {listed}")
        for submission in doing.accepted:
            verdict = until(f"{submission} is judged", lambda: player.get(f"/api/v1/submissions/{submission}").get("verdict"))
            expect(verdict == "AC", f"{submission} is right: {verdict}")
    everybody = {person.id for person in players + registering.accepted}
    board.followed.until("all that was done", lambda shown: {row["participant"] for row in shown["rows"]} == everybody
                         and sum(row["solved"] for row in shown["rows"]) == len(players))
    board.look()
    expect(not board.wrong, f"the board went back: {board.wrong}")
    boards = [{row["participant"]: row["solved"] for row in shown["rows"]} for shown in looking.accepted]
    for before, after in zip(boards, boards[1:]):
        expect(all(after.get(person, -1) >= solved for person, solved in before.items()), f"the board went back: {before} {after}")
    print({doing.name: (len(doing.accepted), round(doing.longest, 1)) for doing in Doing.all}, board.looked, "boards,", Sender.refused, "sent again")
    print("done")


main()
