"""Hacks in browsers. One has no scripts and nothing but the keyboard: locks a problem, sees another's program, and hacks it, by an input
and by a program that writes one. The other one sees without asking what becomes of the program, and who judges sees the hacks."""

import datetime
import sys

from contests import hand_in, look_at, make_problem, press
from pages import BASE, ask, browser, expect, log_in, new_page, reach, register

RIGHT = "input()\nprint(sum(map(int, input().split())))\n"
# Right on every test case of the problem.
TRICKED = "input()\nentries = list(map(int, input().split()))\nprint(sum(entries) + (entries[0] == 424242))\n"
GENERATOR = "import sys\nprint(len(sys.argv) - 1)\nprint(*sys.argv[1:])"


def make_contest(olga, problem):
    """A contest that runs, in which programs are hacked. What is wrong of its tokens is said beside the field."""
    start = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(seconds=62)
    olga.goto(BASE + "/contests/new")
    olga.fill("#title", "The hacks")
    olga.fill("#start", start.strftime("%Y-%m-%dT%H:%M:%SZ"))
    olga.fill("#length", "60")
    olga.fill("#freeze", "")
    olga.select_option("#format", "codeforces")
    olga.fill("#problems", f"A {problem} 500")
    olga.check("input[name=hacksWhileRunning]")
    reach(olga, "Tokens")
    olga.keyboard.press("Enter")
    olga.select_option("#tokens-mode", "finite")
    olga.fill("#tokens-initial", "two")
    olga.click("text=Keep")
    olga.wait_for_selector("[role=alert]")
    expect(olga.input_value("#tokens-initial") == "two", "what was written is there")
    wrong = olga.get_attribute("#tokens-initial", "aria-describedby")
    expect("whole number" in olga.inner_text("#" + wrong), "what is wrong is said beside the field")
    expect(olga.locator("[aria-invalid]").count() == 1, "and of no other field")
    look_at(olga, "tokens-wrong")
    olga.fill("#tokens-initial", "2")
    press(olga, "Keep", "The contest is made.")
    expect(olga.input_value("#tokens-initial") == "2", "there are two tokens")
    look_at(olga, "tokens")
    olga.select_option("#tokens-mode", "none")
    press(olga, "Keep", "It is as you wrote it.")
    expect(not olga.is_visible("#tokens-initial"), "there are none")
    return olga.url.removesuffix("/organise")


def until(page, selector):
    """Asks for a page again until something is there: it has no scripts."""
    for _ in range(600):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(100)
        page.reload()
    expect(False, f"{selector} is there on {page.url}")


def solve(ben, contest):
    ben.goto(contest + "/problems/A")
    ben.select_option("#language", "python3")
    ben.fill("#program", RIGHT)
    ben.click("text=Hand in")
    until(ben, "#live .lead >> text=Accepted")


def follow(page, name, path):
    """Follows a link with the keyboard."""
    reach(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(path)


def lock(ben, contest):
    ben.goto(contest)
    follow(ben, "Hacks", "**/hacks")
    expect("others' programs" not in ben.inner_text("main"), "nothing is seen before one locks it")
    look_at(ben, "hacks")
    reach(ben, "Lock problem A")
    ben.keyboard.press("Enter")
    ben.wait_for_selector("text=It is locked.")


def look(ben):
    """Sees ada's program."""
    follow(ben, "others' programs", "**/hackable?*")
    look_at(ben, "hackable")
    follow(ben, ben.inner_text("main tbody a"), "**/hackable/*")
    expect("424242" in ben.inner_text("main"), "the program is seen")
    look_at(ben, "program-to-hack")


def hack(ben):
    """Tries nothing, what is no input of the problem, and what a program writes."""
    place = ben.url
    reach(ben, "Hack")
    ben.keyboard.press("Enter")
    ben.wait_for_selector("[role=alert]:has-text('no input')")
    reach(ben, "Input on which it fails")
    ben.keyboard.type("1\n7 \n")
    reach(ben, "Hack")
    ben.keyboard.press("Enter")
    ben.wait_for_selector("text=It is being judged.")
    until(ben, "#live .lead >> text=invalid")
    expect("entries.py" in ben.inner_text("#live"), "one is told which validator says so")
    look_at(ben, "hack-invalid")
    ben.goto(place)
    reach(ben, "Or a program that writes it")
    ben.keyboard.press("Enter")
    ben.select_option("#language", "python3")
    reach(ben, "Program")
    ben.keyboard.type(GENERATOR)
    reach(ben, "What it is told")
    ben.keyboard.type("424242 1")
    look_at(ben, "generator")
    reach(ben, "Hack")
    ben.keyboard.press("Enter")
    ben.wait_for_selector("text=It is being judged.")


with browser() as chromium:
    olga, ada = new_page(chromium), new_page(chromium)
    ben = new_page(chromium, java_script_enabled=False)
    for page, name in ((olga, "olga"), (ada, "ada"), (ben, "ben")):
        register(page, name)
        log_in(page, name)
    accounts = ask("GET", "/api/v1/auth/accounts")["accounts"]
    person = next(account["id"] for account in accounts if account["name"] == "olga")
    ask("POST", f"/api/v1/people/{person}/roles", {"role": "admin"})
    contest = make_contest(olga, make_problem(olga))
    for page in (ada, ben):
        page.goto(contest)
        press(page, "Take part", "You take part.")
    hand_in(ada, contest, TRICKED, "Accepted")
    submission = ada.url
    solve(ben, contest)
    lock(ben, contest)
    look(ben)
    olga.goto(contest + "/hacks")
    hack(ben)
    # Whatever comes now was not asked for.
    olga.wait_for_selector("#live tr:has-text('ben') >> text=successful")
    expect(olga.locator("#live tr:has-text('ben') >> text=invalid").count() == 1, "all that was tried is listed")
    look_at(olga, "hacks-judge")
    ada.wait_for_selector("#live .lead >> text=Hacked")
    look_at(ada, "submission-hacked")
    until(ben, "#live .lead >> text=successful")
    told = ben.inner_text("#live")
    expect("Wrong answer" in told and "2\n424242 1" in told and "424243" in told, f"what came of it: {told}")
    expect("print(*sys.argv[1:])" in told and "Python" in told, "and which program has written it")
    look_at(ben, "hack")
    ada.click("text=By which input")
    ada.wait_for_selector("#live .lead >> text=successful")
    expect("424242" not in ada.inner_text("#live"), "what was tried is nobody else's while all hack")
    place = ada.url
    ada.goto(submission)
    olga.goto(place)
    olga.fill("#reason", "A trick.")
    press(olga, "Have it not count", "It does not count.")
    ada.wait_for_selector("#live .lead >> text=Accepted")
    press(olga, "Have it count", "It counts.")
    ada.wait_for_selector("#live .lead >> text=Hacked")
print("done")
sys.stdout.flush()
