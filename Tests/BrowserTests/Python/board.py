"""A board of 1000 teams by 15 problems: only what is in sight is there, scrolling and changes touch little, and evil names of teams
do nothing."""

import json
import random
import re
import urllib.request

from pages import BASE, EVIL, SHOTS, browser, expect, new_page, shoot

TEAMS, PROBLEMS = 1000, 15
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
random.seed(1)


def cell():
    kind = random.random()
    minute, tries = random.randint(1, 299), random.randint(1, 5)
    if kind < 0.4:
        return ""
    return f"+{tries}:{minute}" if kind < 0.7 else f"-{tries}" if kind < 0.9 else f"?{tries}:1"


def board():
    rows = [
        {"rank": place + 1, "id": f"t{place}", "name": EVIL if place == 2 else f"Team {place}", "note": None,
         "score": str(PROBLEMS - place * PROBLEMS // TEAMS), "penalty": str(1000 + place), "own": place == 5,
         "cells": [cell() for _ in range(PROBLEMS)]}
        for place in range(TEAMS)
    ]
    columns = [{"label": chr(65 + at), "name": f"Problem {at}", "color": "#c00000"} for at in range(PROBLEMS)]
    return {"columns": columns, "rows": rows, "scoring": "icpc", "frozen": True, "state": "running"}


with browser() as chromium:
    page = new_page(chromium)
    front = urllib.request.urlopen(BASE + "/").read().decode()
    script = re.search(r"/assets/[^\"]+site\.css", front).group(0).replace("site.css", "board.js")
    root = '<h1>Board</h1><div data-live-board data-title="Board" data-board="/board.json"></div></main>'
    html = re.sub(r"<h1>.*</main>", root, front.replace("</head>", f'<script src="{script}" defer></script></head>'), flags=re.S)
    page.route("**/board.html", lambda route: route.fulfill(body=html, headers={"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}))
    page.route("**/board.json", lambda route: route.fulfill(body=json.dumps(board()), headers={"content-type": "application/json"}))
    page.goto(BASE + "/board.html")
    page.wait_for_selector(".board-body .board-row")
    shoot(page, "board")
    # On a telephone, too, each column has room for what it is called and what stands in it; only names may be cut off.
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".board-cell:not(.c1)")]
              .filter(cell => cell.offsetParent && cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"""
        )
        expect(not cut, f"cut off at {width} points: {cut[:5]}")
    if SHOTS:
        page.set_viewport_size({"width": 360, "height": 740})
        page.screenshot(path=f"{SHOTS}/board-360.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    shown = "document.querySelectorAll('.board-body .board-row:not([hidden])').length"
    expect(page.evaluate(shown) < 100, "only what is in sight is there")
    expect(page.get_attribute(".board-table", "aria-rowcount") == str(TEAMS + 1), "a screen reader is told how many rows there are")
    expect(page.inner_text(".board-row[aria-rowindex='4'] [role=rowheader]") == EVIL, "the name is shown as it is")
    # To the end with the keyboard.
    page.focus(".board-view")
    page.keyboard.press("End")
    page.wait_for_selector(f".board-row[aria-rowindex='{TEAMS + 1}']")
    expect(page.evaluate(shown) < 100, "rows that went out of sight are used again")
    head = page.evaluate("document.querySelector('.board-head').getBoundingClientRect().top - document.querySelector('.board-view').getBoundingClientRect().top")
    expect(0 <= head < 3, f"the head stays above: {head}")
    # A change moves what has changed: nothing else is written, and the layout is read once a frame.
    written = page.evaluate(
        """async rows => {
          const root = document.querySelector("[data-live-board]"), board = root.board;
          document.querySelector(".board-view").scrollTop = 0;
          const frame = () => new Promise(requestAnimationFrame);
          await frame(); await frame();
          const all = board.all.map(row => ({...row, cells: [...row.cells]}));
          const row = all.splice(20, 1)[0];
          row.cells[3] = "!1:7";
          all.splice(4, 0, row);
          let written = 0;
          const watch = new MutationObserver(records => { written += records.length; });
          watch.observe(root, {subtree: true, childList: true, characterData: true, attributes: true});
          board.show({columns: JSON.parse(board.columns), rows: all, scoring: "icpc", frozen: true, state: "running"});
          await frame(); await frame(); await frame();
          watch.disconnect();
          const cell = document.querySelector(".board-row[aria-rowindex='6'] .board-problem.first");
          return [written, cell && cell.getAttribute("aria-label")];
        }"""
    )
    # 17 rows go elsewhere: a place, an index and a class each, and one cell has another text.
    expect(written[0] <= 17 * 6 + 10, f"{written[0]} changes of the page for one submission")
    expect(written[1] == "solved first of all in minute 7, 1 try", written)
    page.fill(".board-tools input", "team 99")
    page.wait_for_function("document.querySelectorAll('.board-body .board-row:not([hidden])').length === 11")
print("done")
