"""What can be sent to each route that changes something: of every field, a value that is right."""

import base64
import json


def templates(made):
    player = made.people["other"].id
    program = {"problem": made.problem, "contest": made.contest, "language": "python3", "entryPoint": "main.py",
               "files": [{"name": "main.py", "content": "print(3)"}]}
    coded = {"problem": made.problem, "language": "python3",
             "files": [{"name": "main.py", "base64": base64.b64encode(b"print(4)").decode()}]}
    plan = {
        "title": "Another one", "description": "What it is", "start": "2031-01-01T00:00:00Z", "lengthSeconds": 3600,
        "freezeAfterSeconds": 1800, "problems": [{"id": made.problem, "label": "A", "color": "red", "points": "10",
                                                  "scale": "2", "isRenewed": False}],
        "counting": {"format": "icpc", "penaltyMinutes": 20, "firstTryBonus": 0, "minutesPerBonus": 0,
                     "wrongTryPoints": 0, "hackPoints": 0, "failedHackPoints": 0, "latePercentPerDay": 0, "lateDays": 0, "punishesCompileErrors": False,
                     "takesBestGroups": False, "takesTokened": False},
        "languages": ["python3"], "divisions": ["juniors"], "capacity": 10, "teamSize": 0,
        "joinUntil": "2031-01-01T00:00:00Z", "isHidden": True, "accessCode": "sesame", "feedback": "verdict",
        "isBoardClosed": False, "submissionIntervalSeconds": 0, "submissionsPerProblem": 10, "allowsUpsolving": False,
        "allowsVirtual": False, "isWithoutQuestions": False, "hacksWhileRunning": False, "hacksAfterSeconds": 0,
        "tokens": {"mode": "finite", "initial": 1, "generated": 1, "intervalSeconds": 60, "mostAtOnce": 2, "most": 3, "pauseSeconds": 1},
    }
    account = {"name": "newcomer", "email": "newcomer@mail.example", "password": "correct horse battery"}
    judged, taking_part = {"submission": made.submission}, {"participant": made.people["player"].id}
    adjusting = {"ignore": judged | {"reason": "So."}, "count": judged, "extra-time": taking_part | {"seconds": 1},
                 "penalty": taking_part | {"minutes": 1}, "disqualify": taking_part | {"reason": "So."}, "reinstate": taking_part}
    nothing = {}
    one, auth = "/api/v1/contests/{id}", "/api/v1/auth"
    question = one + "/clarifications/{clarification}"
    found = {
        f"POST {auth}/register": account, f"POST {auth}/accounts": account,
        f"POST {auth}/login": {"name": "nobody", "password": "x", "code": "000000"},
        f"POST {auth}/refresh": {"refresh_token": "x.y"}, f"POST {auth}/logout": {"refresh_token": "x.y"},
        f"POST {auth}/forgot-password": {"email": "newcomer@mail.example"},
        f"POST {auth}/reset-password": {"token": "x", "password": "correct horse battery"},
        f"POST {auth}/change-password": {"password": "x", "new_password": "y"},
        f"POST {auth}/erase": {"password": "x"}, f"POST {auth}/second-factor": {"password": "x"},
        f"POST {auth}/second-factor/confirm": {"code": "000000"},
        f"POST {auth}/second-factor/remove": {"code": "000000"},
        f"POST {auth}/tokens": {"name": "one", "scopes": ["contests"], "days": 1},
        f"POST {auth}/oidc/{{provider}}/begin": {"link": False},
        f"POST {auth}/oidc/{{provider}}/finish": {"state": "x", "code": "y", "ticket": "z", "secondFactor": "000000"},
        f"POST {auth}/oidc/{{provider}}/link": {"state": "x", "code": "y", "ticket": "z", "secondFactor": "000000"},
        "POST /api/v1/people/{id}/roles": {"role": "nothing", "scope": {"kind": "contest", "id": "x"}},
        "POST /api/v1/people/{id}/roles/revoke": {"role": "nothing", "scope": {"kind": "contest", "id": "x"}},
        "POST /api/v1/contests": plan, f"PUT {one}": plan,
        f"POST {one}/join": {"division": "", "accessCode": ""}, f"POST {one}/leave": nothing,
        f"POST {one}/begin": nothing, f"POST {one}/virtual": nothing, f"POST {one}/freeze": nothing,
        f"POST {one}/thaw": nothing,
        f"POST {one}/finalize": {"extraBronze": 0},
        f"POST {one}/removed-intervals": {"from": "2031-01-01T00:10:00Z", "until": "2031-01-01T00:11:00Z"},
        f"POST {one}/teams": {"name": "We", "division": "", "accessCode": ""},
        f"POST {one}/teams/{{team}}/invitations": {"person": player}, f"POST {one}/teams/{{team}}/join": nothing,
        f"POST {one}/clarifications": {"text": "Why?", "problem": made.problem, "category": "general"},
        f"POST {question}/answer": {"text": "So.", "isToAll": True}, f"POST {question}/claim": nothing,
        f"POST {question}/release": nothing, f"POST {question}/queue": {"queue": "a"},
        f"POST {one}/announcements": {"text": "Attention.", "problem": made.problem},
        f"POST {one}/rejudgings": {"reason": "So.", "problems": [made.problem], "languages": ["python3"], "verdicts": ["WA"],
                                   "participants": [player], "authors": [player], "submissions": [made.submission],
                                   "receivedFrom": "2020-01-01T00:00:00Z", "receivedUntil": "2031-01-01T00:00:00Z"},
        f"POST {one}/rejudgings/{{rejudging}}/apply": {"takesAcceptedAway": False},
        f"POST {one}/rejudgings/{{rejudging}}/cancel": nothing,
        f"POST {one}/tokens": {"submission": made.submission},
        f"POST {one}/locks": {"problem": made.problem},
        f"POST {one}/hacks": [{"submission": made.submission, "input": "1 2"}, {"submission": made.submission, "base64": "MSAy"},
                              {"submission": made.submission,
                               "generator": {"language": "python3", "source": "print(1)", "arguments": ["2"]}}],
        f"POST {one}/hacks/{{hack}}/ignore": {"reason": "So."}, f"POST {one}/hacks/{{hack}}/count": nothing,
        f"POST {one}/hacks/{{hack}}/keep": nothing,
        f"POST {one}/balloons/{{balloon}}/deliver": nothing, f"POST {one}/balloons/{{balloon}}/return": nothing,
        f"POST {one}/submissions": program | {"contest": None}, "POST /api/v1/submissions": [program, coded],
        "POST /api/v1/submissions/{id}/rejudge": nothing,
        "PUT /api/v1/problems/{id}": {"title": "A title", "categories": ["a"], "tags": ["b"], "difficulty": "easy",
                                      "languages": ["python3"], "note": "So."},
        "PUT /api/v1/problems/{id}/editorial": {"language": "en", "text": "So."},
        "POST /api/v1/problems/{id}/publish": nothing, "POST /api/v1/problems/{id}/withdraw": nothing,
        "POST /api/v1/problems/{id}/editorial/release": nothing, "POST /api/v1/problems/{id}/editorial/hold": nothing,
        "POST /api/v1/problems/{id}/invocations": {"solutions": ["accepted/a.py"], "tests": ["1"]},
        "POST /api/v1/invocations/{id}/stop": nothing,
        # These take files.
        "PUT /api/v1/uploads/{sha256}": [],
        "POST /api/v1/problems": [], "POST /api/v1/problems/{id}/versions": [], "PUT /api/v1/testcases/{problem}/{name}": [],
        "PUT /api/v1/testcases/{problem}": {"input": "1", "answer": "2"},
        "POST /api/v1/testcases/validate": {"problem": made.problem, "names": ["x"], "cursor": "x"},
        "POST /api/v1/testcases/{problem}": {"name": "x", "input": "1", "answer": "2"},
        "PUT /api/v1/users/profile": {"displayName": "Somebody", "country": "PL", "organization": "Here", "bio": "So.",
                                      "public": ["bio"]},
        "PUT /api/v1/resources/tenants/{id}": {"submissionsAtOnce": 1000, "submissionsPerMinute": 1000,
                                               "contentBytes": 10**12, "priority": "contest"},
        "PUT /api/v1/resources/people/{id}": {"submissionsPerDay": 1000},
        "POST /api/v1/platform/dead-letters/{reaction}/{position}/retry": nothing,
    }
    for name, body in adjusting.items():
        found[f"POST {one}/{name}"] = body
    return {name: body if isinstance(body, list) else [body] for name, body in found.items()}


HUGE = [10**30, 2**63 - 1, -(2**63), 2**31, -1, 1e308, 0.5]
LONG = "x" * 70_000
TEXTS = [LONG, "", "\u0000", "a\r\nX-Evil: 1", "\ud83d\ude00" * 20_000, "\u202e\u200b", "'\"<>{{x}}`$(x);--"]
OTHERS = [None, True, [], {}, [[]], {"a": {"b": []}}]


def leaves(value, path=()):
    if isinstance(value, dict):
        for key in value:
            yield path + (key,), value[key]
            yield from leaves(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from leaves(value[index], path + (index,))


def replaced(value, path, new):
    """A copy of it with something else at a path."""
    copy = json.loads(json.dumps(value))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return copy


def wrongs(path, value, body):
    """Bodies in which one field is wrong, and whether that must be refused."""
    if isinstance(value, str):
        for text in TEXTS:
            # Programs and answers may be long, and nobody is told whether a token was one that ended something.
            may_be = path[-1] in ("content", "base64", "input", "answer", "refresh_token")
            yield replaced(body, path, text), text == LONG and not may_be
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        for number in HUGE:
            yield replaced(body, path, number), number == 10**30 or number == 0.5
    if isinstance(value, list):
        first = value[0] if value else "x"
        many = [f"x{number}" if isinstance(first, str) else first for number in range(5000)]
        yield replaced(body, path, many), path[-1] != "names"
    for other in OTHERS:
        yield replaced(body, path, other), False


def mutations(body, some):
    """Of each field, bodies in which it is wrong: `some` of them, but of numbers all."""
    for path, value in leaves(body):
        all = list(wrongs(path, value, body))
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        for changed, must_fail in all[: len(HUGE)] if is_number else some(all, 4):
            yield ".".join(map(str, path)), changed, must_fail
