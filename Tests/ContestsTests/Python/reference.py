"""Counts contests as slowly and plainly as can be: one a line in, one a line out. What the folds are compared with."""
import json
import sys
from fractions import Fraction as F

RAN = lambda verdict: verdict not in ("CE", "JE", "SK")


def gone(c):
    return {second for a, b in c["removed"] for second in range(a, b)}


def elapsed(c, at):
    return at - c["start"] - sum(c["start"] <= second < at for second in gone(c))


def end_of(c, length):
    at, left, removed = c["start"], length, gone(c)
    while left > 0:
        left -= at not in removed
        at += 1
    return at


def cell(c, problem, tries, length, end):
    r, points, scale = c["rules"], F(problem["points"]), problem["scale"]
    worth = lambda s: F(s) * points / F(scale) if scale else F(s)
    of = lambda t: worth(t["score"]) if t["score"] is not None else points if t["verdict"] == "AC" else F(0)
    rejected = lambda t: t["verdict"] not in ("AC", "JE", "SK") and (t["verdict"] != "CE" or r["punishesCE"])
    days = lambda t: 0 if t["at"] < end else (t["at"] - end) // 86400 + 1
    late = lambda t: F(max(0, 100 - r["late"] * days(t)), 100) if r["format"] == "homework" else F(1)
    judged = [t for t in tries if t["verdict"]]
    out = dict(judged=len(judged), pending=len(tries) - len(judged), solved=False, points=F(0), time=None, rejected=0)
    right = [n for n, t in enumerate(tries) if t["verdict"] == "AC"]
    if r["format"] in ("icpc", "codeforces"):
        before = tries[: right[0]] if right else tries
        judged = [t for t in before if t["verdict"]]
        out.update(judged=len(judged) + bool(right), pending=len(before) - len(judged))
        out["rejected"] = sum(rejected(t) for t in judged)
        if right:
            out.update(solved=True, time=elapsed(c, tries[right[0]]["at"]) // 60, points=points)
            if r["format"] == "codeforces":
                lost = points * out["time"] / 250 + r["wrong"] * out["rejected"]
                out["points"] = max(points * F(3, 10), points - lost)
        return out
    out["solved"] = bool(right)
    if r["format"] == "ecoo":
        ran = [t for t in judged if RAN(t["verdict"])]
        if ran:
            got, gone = of(ran[-1]), elapsed(c, ran[-1]["at"])
            out.update(solved=ran[-1]["verdict"] == "AC", time=gone // 60, points=got)
            if got > 0:
                out["points"] += r["first"] if out["solved"] and len(ran) == 1 else 0
                out["points"] += (length - gone) // 60 // r["every"] if r["every"] else 0
        return out
    chosen = [t for t in judged if t["token"] or t is judged[-1]] if r["format"] == "ioi" and r["tokened"] else judged
    out["solved"] = any(t["verdict"] == "AC" for t in chosen)
    best = max((of(t) * late(t) for t in chosen), default=F(0))
    if best > 0:
        number = next(n for n, t in enumerate(judged) if of(t) * late(t) == best and any(t is one for one in chosen))
        seconds = elapsed(c, judged[number]["at"])
        out.update(points=best, time=seconds if r["format"] == "atcoder" else seconds // 60)
        if r["format"] == "atcoder":
            out["rejected"] = sum(RAN(t["verdict"]) for t in judged[:number])
    if r["format"] == "ioi" and r["groups"]:
        names = {name for t in judged for name in t["groups"]}
        top = sum((max(F(t["groups"][n]) for t in judged if n in t["groups"]) for n in names), F(0))
        out["points"] = max(best, worth(top))
    return out


def counting(submission):
    """The hacks of a program that count: up to the first one that was right."""
    found = []
    for hack in sorted((h for h in submission["hacks"] if not h["ignored"]), key=lambda h: (h["at"], h["id"])):
        found.append(hack)
        if hack["won"]:
            break
    return found


def verdict(submission, visible):
    """A program that was hacked is as any other wrong one, and has no score."""
    if not visible(submission):
        return dict(verdict=None)
    if submission["verdict"] and any(hack["won"] and visible(hack) for hack in counting(submission)):
        return dict(verdict="WA", score=None, groups={})
    return {}


def board(c):
    visible = lambda s: c["eye"] == "judges" or c["thawed"] or c["freeze"] is None or elapsed(c, s["at"]) < c["freeze"]
    hacks = [hack for s in c["submissions"] for hack in counting(s) if visible(hack)]
    rows, counted = [], []
    lengths = {p["id"]: min(c["length"], p["due"] or c["length"]) for p in c["problems"]}
    ends = {n: end_of(c, n) for n in {length + who["extra"] for length in lengths.values() for who in c["people"]}}
    for who in c["people"]:
        if who["off"]:
            continue
        cells, late = {}, c["rules"]["lateDays"] * 86400 if c["rules"]["format"] == "homework" else 0
        for p in c["problems"]:
            mine = [s for s in c["submissions"] if (s["who"], s["problem"]) == (who["id"], p["id"]) and not s["ignored"]]
            end = ends[lengths[p["id"]] + who["extra"]]
            mine = [s for s in mine if c["start"] <= s["at"] < end + late]
            tries = [Thing({**s, **verdict(s, visible)}) for s in sorted(mine, key=lambda s: (s["at"], s["id"]))]
            if tries:
                counted += tries
                cells[p["id"]] = cell(c, p, tries, c["length"] + who["extra"], end)
        solved = [x for x in cells.values() if x["solved"]]
        points, time, last, r = sum((x["points"] for x in cells.values()), F(0)), 0, 0, c["rules"]
        if r["format"] == "icpc":
            points, last = F(len(solved)), max((x["time"] for x in solved), default=0)
            time = sum(x["time"] + r["penalty"] * x["rejected"] for x in solved) + who["penalty"]
        elif r["format"] == "codeforces":
            points += sum(r["hack"] if hack["won"] else -r["failedHack"] for hack in hacks if hack["by"] == who["id"])
        elif r["format"] == "atcoder":
            scored = [x for x in cells.values() if x["points"] > 0]
            time = max((x["time"] for x in scored), default=0) + 60 * who["penalty"]
            time += sum(60 * r["penalty"] * x["rejected"] for x in scored)
        rows.append(dict(id=who["id"], key=(-points, time, last), points=points, cells=cells))
    for row in rows:
        row["rank"] = 1 + sum(other["key"] < row["key"] for other in rows)
    first = {}
    for p in c["problems"]:
        order = sorted((s for s in counted if s["problem"] == p["id"]), key=lambda s: (s["at"], s["id"]))
        open_or_right = [s for s in order if s["verdict"] is None or s["verdict"] == "AC"]
        first[p["id"]] = open_or_right[0]["id"] if open_or_right and open_or_right[0]["verdict"] else None
    return dict(rows={row["id"]: row for row in rows}, first=first)


class Thing(dict):
    """What is left out is null."""

    __missing__ = lambda self, key: None


for line in sys.stdin:
    print(json.dumps(board(json.loads(line, object_hook=Thing)), default=str))
