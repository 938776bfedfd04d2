"""What the journeys have in common: a browser that reports what the site's policy forbids, and the mails that were sent."""

import email
import email.policy
import json
import os
import re
import sys
import time
import urllib.request
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

DIRECT, MAILS, ADMIN, CHROMIUM = sys.argv[1:5]
# Where others send the browser to the site, it has to be at the site's own name.
BY_NAME = "VERDICT_BY_NAME" in os.environ
BASE = "http://judge.example" if BY_NAME else DIRECT
SHOTS = sys.argv[5] if len(sys.argv) > 5 else None
PASSWORD = "correct horse battery"
# Whatever shows one of these as it is runs it.
EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}${7*7}"
complaints = []


def expect(is_so, what):
    if not is_so:
        sys.exit(f"not as expected: {what}")


@contextmanager
def browser():
    with sync_playwright() as playwright:
        args = ["--no-sandbox"]
        if BY_NAME:
            args.append("--host-resolver-rules=MAP judge.example:80 " + DIRECT.removeprefix("http://"))
            args.append("--unsafely-treat-insecure-origin-as-secure=" + BASE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield chromium
        chromium.close()
    expect(not complaints, complaints)


def new_page(chromium, **options):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, **options)
    context.set_default_timeout(60_000)
    page = context.new_page()

    def hear(message):
        # A form that is wrong is answered with 422, and the browser says so. Pages of others are as they are.
        if message.type in ("error", "warning") and "status of 4" not in message.text and page.url.startswith(BASE):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"{page.url}: something ran: {dialog.message}"))
    return page


def shoot(page, name):
    """Screenshots for people to look at, where a folder for them was given."""
    if not SHOTS:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for kind, width, height in (("desk", 1280, 800), ("phone", 390, 780)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{SHOTS}/{name}-{kind}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme=None)
    page.set_viewport_size({"width": 1280, "height": 800})


def mails():
    """The mails that were sent: those that a server caught, or those in a folder."""
    if os.path.isdir(MAILS):
        found = []
        for name in sorted(os.listdir(MAILS)):
            if name.endswith(".eml"):
                with open(os.path.join(MAILS, name), "rb") as file:
                    mail = email.message_from_binary_file(file, policy=email.policy.default)
                found.append({"receivers": [mail["To"]], "text": mail.get_content()})
        return found
    # It is made by the first mail.
    if not os.path.exists(MAILS):
        return []
    with open(MAILS) as lines:
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")]


def link(receiver, kind):
    """The link of that kind in the newest mail to somebody, when it is there."""
    for _ in range(600):
        for mail in reversed(mails()):
            found = re.search(rf"http://\S+/{kind}\S+", mail["text"])
            if receiver in mail["receivers"] and found:
                return found.group(0).replace("http://judge.example", BASE)
        time.sleep(0.05)
    sys.exit(f"no mail to {receiver} with a link to {kind}: {mails()}")


def ask(method, path, body=None):
    """Asks the API as an admin."""
    request = urllib.request.Request(
        DIRECT + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {ADMIN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        content = answer.read()
        return json.loads(content) if content else None


def register(page, name):
    page.goto(BASE + "/register")
    page.fill("#name", name)
    page.fill("#email", name + "@mail.example")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/login")
    page.goto(link(name + "@mail.example", "verify/"))
    page.click("main button")
    page.wait_for_url("**/login")


def log_in(page, name, password=PASSWORD):
    page.goto(BASE + "/login")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url(BASE + "/")


def reach(page, name, limit=80):
    """Goes on with Tab until something of that name has the focus, which must be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const element = document.activeElement;
              const style = getComputedStyle(element);
              const label = element.labels && element.labels.length ? element.labels[0].textContent : element.textContent;
              return [label.trim(), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
            }"""
        )
        if found[0] == name:
            expect(found[1], f"the focus on {name} is seen")
            return
    expect(False, f"{name} is reached with Tab on {page.url}")


def check_page(page):
    """What every page must be: named, in one language, with a label for each field, a name for each button and link, and nothing
    wider than the window on a telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    faults = page.evaluate(
        """() => {
          const faults = [];
          const name = element => (element.getAttribute("aria-label") || element.textContent || "").trim();
          if (!document.title || document.documentElement.lang !== "en") faults.push("no title or language");
          if (document.querySelectorAll("h1").length !== 1 || document.querySelectorAll("main").length !== 1) faults.push("not one h1 and main");
          for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
            if (field.offsetParent && !(field.labels && field.labels.length) && !field.getAttribute("aria-label")) faults.push("no label: " + field.outerHTML);
          }
          for (const element of document.querySelectorAll("a[href], button")) if (!name(element)) faults.push("no name: " + element.outerHTML);
          const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
          if (new Set(ids).size !== ids.length) faults.push("an id is there twice");
          for (const element of document.querySelectorAll("[aria-describedby]")) {
            const ids = element.getAttribute("aria-describedby").split(/\\s+/);
            if (!ids.every(id => document.getElementById(id))) faults.push("described by nothing: " + element.outerHTML);
          }
          if (document.documentElement.scrollWidth > 360) faults.push("wider than a telephone: " + document.documentElement.scrollWidth);
          const luminance = color => {
            const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(value => value / 255).map(value => value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = getComputedStyle(at).backgroundColor;
              if (!/, 0\\)|transparent/.test(color)) return color;
            }
            return "rgb(255, 255, 255)";
          };
          for (const element of document.querySelectorAll("body *")) {
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
            if (!own || !element.offsetParent || element.className === "skip") continue;
            const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 120)}`);
          }
          return faults;
        }"""
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(not faults, f"{page.url}: {faults}")
