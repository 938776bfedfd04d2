"""A contest from its first mail to its awards in browsers: an organiser who makes it and looks after it, somebody who takes part, and
somebody who only watches the board. What others do is seen without asking for the page again."""

import datetime
import sys

from contests import hand_in, look_at, make_problem, press
from pages import BASE, EVIL, ask, browser, expect, log_in, new_page, register, shoot

TITLE = "Evening " + EVIL[:60]


def make_contest(organiser, problem, start):
    """A contest of an hour that began a minute ago, so that it can be shortened to what is over."""
    organiser.goto(BASE + "/contests")
    organiser.click("text=New contest")
    organiser.fill("#title", TITLE)
    organiser.fill("#description", "Bring your own tea.\n\n" + EVIL)
    organiser.fill("#start", start.strftime("%Y-%m-%dT%H:%M:%SZ"))
    organiser.fill("#length", "an hour")
    organiser.fill("#freeze", "")
    organiser.fill("#problems", f"A {problem}")
    organiser.click("text=Keep")
    organiser.wait_for_selector("[role=alert]")
    expect("number of minutes" in organiser.inner_text("[role=alert]"), "what is wrong is said")
    look_at(organiser, "new-contest")
    organiser.fill("#length", "60")
    organiser.fill("#window", "61")
    organiser.click("text=Keep")
    organiser.wait_for_selector("[role=alert]:has-text('time for each')")
    organiser.fill("#window", "30:30")
    organiser.click("text=Keep")
    organiser.wait_for_selector("text=The contest is made.")
    closed = "input[name=isBoardClosed]"
    expect(organiser.input_value("#window") == "30:30" and organiser.is_checked(closed), "each has half an hour")
    look_at(organiser, "organise")
    organiser.fill("#window", "")
    organiser.uncheck(closed)
    press(organiser, "Keep", "It is as you wrote it.")
    expect(not organiser.input_value("#window") and not organiser.is_checked(closed), "all work at once")
    return organiser.url.removesuffix("/organise")


def take_part(page, contest):
    page.goto(BASE + "/contests")
    page.click(f"main a:has-text({TITLE!r})" if "'" not in TITLE else "main table a")
    page.wait_for_url(contest)
    expect(TITLE in page.inner_text("h1") and EVIL in page.inner_text("main"), "it is called as it was written")
    look_at(page, "contest-join")
    page.click("main form button")
    page.wait_for_selector("text=You take part.")
    look_at(page, "contest")
    page.click("main table a")
    page.wait_for_selector("h1:has-text('The till')")
    expect("$n$" not in page.inner_text("main") and "a_1" not in page.inner_text(".statement p"), "formulas are no TeX")
    look_at(page, "statement")


def cell(board, words):
    """Waits until the only cell on the board says that to a screen reader."""
    board.wait_for_selector(f".board-body .board-problem[aria-label*='{words}']")


def end(organiser, contest, start):
    """Shortens the contest to what is over."""
    organiser.goto(contest + "/organise")
    length = int((datetime.datetime.now(datetime.timezone.utc) - start).total_seconds()) + 2
    organiser.fill("#length", f"{length // 60}:{length % 60:02}")
    organiser.click("text=Keep")
    organiser.wait_for_selector("text=It is as you wrote it.")


def bring(organiser, contest):
    """A balloon for what was handed in while the board is frozen, once the contest gives such, is seen without asking."""
    runner = organiser.context.new_page()
    runner.goto(contest)
    runner.click("text=Balloons")
    runner.wait_for_selector("#live >> text=None.")
    organiser.goto(contest + "/organise")
    organiser.check("input[name=givesFrozenBalloons]")
    press(organiser, "Keep", "It is as you wrote it.")
    runner.wait_for_selector("#live tr:has-text('ada') >> text=first")
    look_at(runner, "balloons")
    press(runner, "Brought", "It is brought.")
    runner.wait_for_selector("#live >> text=None.")
    runner.click(".tabs >> text=All")
    runner.wait_for_selector("#live tr:has-text('ada') >> text=Not there")
    look_at(runner, "balloons-all")
    runner.close()


def judge_anew(organiser, contest):
    """What is found is seen as it comes, and counts when somebody says so."""
    organiser.goto(contest)
    organiser.click("text=Judge anew")
    organiser.fill("#reason", "No reason " + EVIL)
    organiser.fill("#submissions", "nonsense")
    organiser.click("main form button")
    organiser.wait_for_selector("[role=alert]")
    look_at(organiser, "rejudgings-wrong")
    organiser.fill("#submissions", "")
    press(organiser, "Judge anew", "2 submissions are judged anew.")
    organiser.wait_for_selector("#live button:has-text('Have it count')")
    expect(EVIL in organiser.inner_text("main"), "the reason is told as it was written")
    look_at(organiser, "rejudging")
    organiser.click("#live .tabs >> text=All")
    expect(organiser.locator("#live a[href*='/submissions/']").count() == 2, "all are listed")
    press(organiser, "Have it count", "It counts from now on.")
    organiser.wait_for_selector("#live .lead >> text=Counts")
    organiser.click("text=All that is judged anew")
    look_at(organiser, "rejudgings")


with browser() as chromium:
    organiser, ada, watcher = (new_page(chromium) for _ in range(3))
    for page, name in ((organiser, "olga"), (ada, "ada")):
        register(page, name)
        log_in(page, name)
    accounts = ask("GET", "/api/v1/auth/accounts")["accounts"]
    olga = next(account["id"] for account in accounts if account["name"] == "olga")
    ada.goto(BASE + "/contests/new")
    expect(ada.inner_text("h1") == "You may not do this", "who may make no contest sees no form")
    ask("POST", f"/api/v1/people/{olga}/roles", {"role": "admin"})

    start = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(seconds=62)
    contest = make_contest(organiser, make_problem(organiser), start)
    take_part(ada, contest)
    watcher.goto(contest + "/board")
    watcher.wait_for_selector(".board-body .board-row:has-text('ada')")
    hand_in(ada, contest, "n = int(input())\nprint(n)\n", "Wrong answer")
    cell(watcher, "1 try, not solved")
    look_at(watcher, "board-running")

    organiser.goto(contest + "/organise")
    press(organiser, "Freeze the board", "Done: freeze.")
    watcher.wait_for_selector(".board-state:has-text('The board is frozen')")
    hand_in(ada, contest, "input()\nprint(sum(map(int, input().split())))\n", "Accepted")
    cell(watcher, "1 waiting, 1 try before")
    look_at(watcher, "board-frozen")
    organiser.goto(contest + "/board")
    organiser.click("text=As judges see it")
    cell(organiser, "solved")
    expect(watcher.locator("text=As judges see it").count() == 0, "others are offered no more than they may see")
    watcher.goto(contest + "/board?view=judges")
    expect(watcher.inner_text("h1") == "Log in", "nor shown it")
    watcher.goto(contest + "/board")

    organiser.goto(contest + "/messages")
    ada.goto(contest + "/messages")
    ada.select_option("#problem", label="problem A")
    ada.fill("#question", "Is zero a sale? " + EVIL)
    press(ada, "Ask", "Your question is asked.")
    organiser.wait_for_selector("#live .messages >> text=Is zero a sale?")
    look_at(organiser, "messages-judge")
    organiser.fill("#answer-0", "It is neither.")
    organiser.check("#live input[name=isToAll]")
    organiser.click("#live button:has-text('Answer')")
    organiser.wait_for_selector("text=It is answered.")
    ada.wait_for_selector("#live .answer >> text=It is neither.")
    look_at(ada, "messages")

    bring(organiser, contest)
    judge_anew(organiser, contest)
    ada.goto(contest)
    end(organiser, contest, start)
    ada.wait_for_selector("#live >> text=results are not final yet")
    press(organiser, "Thaw the board", "Done: thaw.")
    cell(watcher, "solved")
    press(organiser, "Make the results final", "Done: finalize.")
    ada.wait_for_selector("#live >> text=results are final")
    ada.click("text=Awards")
    ada.wait_for_selector("text=Your rank is 1.")
    expect(ada.locator(".card:has-text('Winner') >> text=yours").count() == 1, "ada wins")
    expect(ada.locator(".card:has-text('First to solve A') >> text=ada").count() == 1, "and is the first")
    look_at(ada, "awards")
    watcher.wait_for_selector(".board-state:has-text('Final.')")
    look_at(watcher, "board-final")
    organiser.goto(contest + "/organise")
    look_at(organiser, "organise-final")
    look_at(organiser.goto(BASE + "/contests") and organiser, "contests")
print("done")
sys.stdout.flush()
