"""A real browser that is told of no policy goes to every kind of page: nothing runs that somebody has written."""

import re

from api import SOCKET
from bridge import bridge
from playwright.sync_api import sync_playwright

WATCH = """window.zapped = []; window.zap = number => { window.zapped.push(number); };
for (const name of ["alert", "confirm", "prompt"]) window[name] = text => { window.zapped.push(String(text)); };"""
FOUND = """() => [...window.zapped, ...[...document.querySelectorAll("*")].filter(element =>
  element.localName.startsWith("zap") || [...element.attributes].some(one => one.name.startsWith("on") || /^\\s*(javascript:|data:text|vbscript:)/i.test(one.value)))
  .map(element => element.outerHTML.slice(0, 100))]"""


def kind(attack, path):
    """Which page's path it is; the path itself, if it is none's."""
    bare = path.partition("?")[0]
    for page in attack.pages("GET"):
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(page["path"])), bare):
            return page["path"] + ("?" if "?" in path else "")
    return path


def run(attack, planted, seen, chromium):
    base, made = bridge(SOCKET), attack.made
    chosen = {}
    for (who, path), marks in sorted(seen.items(), key=lambda one: -len(one[1])):
        if who in ("player", "admin") and not path.startswith("/api/"):
            # The two that show the most of each kind.
            of_kind = chosen.setdefault((who == "admin" and path.startswith("/admin"), kind(attack, path)), [])
            if len(of_kind) < (2 if marks else 1):
                of_kind.append((who, path))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = {}
        for who in ("player", "admin"):
            context = browser.new_context(bypass_csp=True)
            context.add_init_script(WATCH)
            context.add_cookies([{"name": name, "value": value, "url": base} for name, value in attack.browser(who).cookies.items()])
            pages[who] = context.new_page()
        for who, path in sum(chosen.values(), []):
            page = pages[who]
            page.goto(base + path, wait_until="load")
            if "/board" in path:
                page.wait_for_selector(".board-body .board-row")
            found = page.evaluate(FOUND)
            attack.wants(not found, f"in a browser {path} of {who} has {found[:5]}")
        # What comes by itself is put into the page by a script.
        page = pages["player"]
        page.goto(f"{base}/contests/{made.contest}/messages", wait_until="load")
        text = planted.long("an announcement that comes by itself")
        made.people["owner"].post(f"/api/v1/contests/{made.contest}/announcements", {"text": text})
        page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)
        found = page.evaluate(FOUND)
        attack.wants(not found, f"in a browser what comes by itself has {found[:5]}")
        # The watch itself sees what runs.
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=zap(7)>')")
        page.wait_for_function("window.zapped.includes(7)")
        print(sum(map(len, chosen.values())), "pages in a browser")
        browser.close()
