"""What the braces of paths stand for."""

import re

import world


class Things:
    """What the braces of paths stand for: things that all may know of, things that few may, and none at all."""

    def __init__(self, made):
        people = made.people
        common = {"token": "none", "provider": "none", "reaction": "accounts.mail", "position": "1", "label": "A",
                  "person": people["player"].id, "interval": world.NOTHING, "name": "none", "sha256": "0" * 64}
        self.kinds = {
            "open": common | {"contest": made.contest, "problem": made.problem, "submission": made.submission,
                              "clarification": made.question, "team": world.NOTHING, "people": people["player"].id},
            "hidden": common | {"contest": made.hidden, "problem": made.draft, "submission": made.secret,
                                "clarification": made.secret_question, "team": world.NOTHING,
                                "people": people["erased"].id},
            "teams": common | {"contest": made.teams, "clarification": world.NOTHING, "team": made.team},
            "nothing": common | {kind: world.NOTHING for kind in
                                 ("contest", "problem", "submission", "clarification", "team", "people", "person")},
        }

    def path(self, path, kind):
        """The path to such a thing; nothing, if it names none that differ."""
        things = self.kinds[kind]
        if "{" not in path:
            return path if kind == "open" else None
        if kind == "teams" and "{team}" not in path:
            return None

        def thing(match):
            name = match.group(1)
            if name in ("id", "problem"):
                before = path[: match.start()]
                for part, key in (("contests/", "contest"), ("problems/", "problem"), ("testcases/", "problem"),
                                  ("submissions/user/", "people"), ("submissions/problem/", "problem"),
                                  ("submissions/", "submission"), ("accounts/", "people"), ("people/", "people"),
                                  ("users/", "people"), ("tokens/", "none"), ("sessions/", "none"),
                                  ("tenants/", "tenant")):
                    if before.endswith(part):
                        return things.get(key, "default" if key == "tenant" else world.NOTHING)
            return things.get(name, world.NOTHING)

        found = re.sub(r"\{(\w+)\}", thing, path)
        if kind != "nothing" and found == self.path(path, "nothing"):
            return found if kind == "open" else None
        return found
