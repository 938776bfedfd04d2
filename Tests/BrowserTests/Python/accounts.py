"""Somebody registers, confirms the address, logs in and out with the keyboard alone; without scripts; with evil names of things;
and an admin looks at all that admins see."""

import re
import urllib.parse

from pages import BASE, EVIL, PASSWORD, ask, browser, check_page, expect, link, log_in, new_page, register, shoot
from pages import reach as reach_in

SCHEMES = ("light", "dark")


def by_keyboard(page):
    def press(*keys):
        for key in keys:
            page.keyboard.press(key)

    def reach(name):
        reach_in(page, name)

    page.goto(BASE + "/")
    press("Tab")
    expect(page.evaluate("document.activeElement.className") == "skip", "the first is the link to the content")
    press("Enter")
    expect(page.evaluate("document.activeElement.id") == "content", "it leads to the content")
    reach("Make an account")
    press("Enter")
    page.wait_for_url("**/register")
    for name, text in (("Name", "keys"), ("E-mail address", "keys@mail.example"), ("Password", PASSWORD), ("Password, again", "x" * 9)):
        reach(name)
        page.keyboard.type(text)
    press("Enter")
    page.wait_for_selector("[role=alert]")
    expect("not the same" in page.inner_text("[role=alert]"), "what is wrong is said")
    expect(page.input_value("#name") == "keys" and page.input_value("#password") == "", "what was typed is there, without passwords")
    for name in ("Password", "Password, again"):
        reach(name)
        page.keyboard.type(PASSWORD)
    press("Enter")
    page.wait_for_url("**/login")
    expect("mail is on its way" in page.inner_text("[role=status]"), "a mail is on its way")
    page.goto(link("keys@mail.example", "verify/"))
    reach("Confirm my address")
    press("Enter")
    page.wait_for_url("**/login")
    reach("Name or e-mail address")
    page.keyboard.type("keys")
    reach("Password")
    page.keyboard.type(PASSWORD)
    press("Enter")
    page.wait_for_url(BASE + "/")
    expect(page.evaluate("document.cookie") == "", "no script reads a cookie")
    reach("Log out")
    press("Enter")
    page.wait_for_selector("text=You have logged out.")
    page.goto(BASE + "/account")
    page.wait_for_url("**/login?next=*")
    expect(urllib.parse.parse_qs(urllib.parse.urlparse(page.url).query)["next"] == ["/account"], "one is led back")


def evil(page):
    """What people name their things is shown as they wrote it, and does nothing."""
    log_in(page, "keys")
    page.goto(BASE + "/account")
    page.fill("#token-name", EVIL)
    page.fill("#scopes", "accounts")
    page.click("main form[action='/account/tokens'] button")
    page.wait_for_selector("text=shown now and never again")
    expect(page.inner_text("main code").startswith("vrd_"), "the token is shown once")
    page.goto(BASE + "/account")
    expect(page.inner_text("table[class], main table >> nth=1").find(EVIL) >= 0, "the name is shown as it is")
    page.click("main form[action='/account/second-factor'] button")
    for path in ("/login?next=" + urllib.parse.quote(EVIL), "/reset-password?token=" + urllib.parse.quote(EVIL), "/verify/" + urllib.parse.quote(EVIL), "/" + urllib.parse.quote(EVIL), "/?" + urllib.parse.quote(EVIL)):
        page.goto(BASE + path)
    page.goto(BASE + "/reset-password?token=" + urllib.parse.quote(EVIL))
    expect(page.input_value("#code") == EVIL, "the code is what it was")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")
    page.wait_for_selector("[role=alert]")
    expect(page.input_value("#code") == EVIL, "and still is")


def without_scripts(chromium):
    page = new_page(chromium, java_script_enabled=False)
    register(page, "plain")
    log_in(page, "plain")
    page.goto(BASE + "/account")
    with page.expect_download() as download:
        page.click("text=Download all that is kept of you")
    with open(download.value.path()) as file:
        expect("plain@mail.example" in file.read(), "the download is all that is kept")
    page.fill("#password", PASSWORD)
    page.fill("#new", PASSWORD + " 2")
    page.fill("#again", PASSWORD + " 2")
    page.click("text=Change the password")
    page.wait_for_url("**/login")
    log_in(page, "plain", PASSWORD + " 2")
    # Who has logged in is led away from the login.
    page.context.clear_cookies()
    page.goto(BASE + "/forgot-password")
    page.fill("#email", "plain@mail.example")
    page.click("main button")
    page.wait_for_url("**/login**")
    page.goto(link("plain@mail.example", "reset-password"))
    page.fill("#password", PASSWORD + " 3")
    page.fill("#again", PASSWORD + " 3")
    page.click("main button")
    page.wait_for_url("**/login")
    log_in(page, "plain", PASSWORD + " 3")
    page.goto(BASE + "/account")
    page.fill("#erase-password", PASSWORD + " 3")
    page.check("input[name=sure]")
    page.click("text=Erase my account")
    page.wait_for_selector("text=Your account is erased.")
    page.context.close()


def admin(page):
    accounts = ask("GET", "/api/v1/auth/accounts")["accounts"]
    person = next(account["id"] for account in accounts if account["name"] == "keys")
    page.goto(BASE + "/admin")
    expect(page.inner_text("h1") == "You may not do this", "who is no admin sees nothing of it")
    ask("POST", f"/api/v1/people/{person}/roles", {"role": "admin"})
    paths = ["/admin", "/admin/dead-letters", "/admin/reactions", "/admin/accounts", "/admin/audit", "/admin/settings"]
    paths += [f"/admin/people/{person}/roles"]
    for path in paths + ["/account", "/nothing"]:
        page.goto(BASE + path)
        expect(path == "/nothing" or page.inner_text("h1") not in ("There is nothing here", "You may not do this"), path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            check_page(page)
        page.emulate_media(color_scheme=None)
        shoot(page, path.strip("/").replace("/", "-")[:24])
    page.goto(BASE + f"/admin/people/{person}/roles")
    page.fill("#role", EVIL[:64])
    page.click("text=Give >> nth=-1")
    page.wait_for_selector("text=The role is given.")
    expect(EVIL[:64] in page.inner_text("table"), "the role is shown as it is")
    page.click(f"tr:has-text('{EVIL[4:20]}') button")
    page.wait_for_selector("text=The role is taken back.")
    page.goto(BASE + "/admin/audit")
    expect("roles.revoke" in page.inner_text("table"), "what was done is recorded")


with browser() as chromium:
    page = new_page(chromium)
    by_keyboard(page)
    for path in ("/", "/register", "/login", "/forgot-password", "/reset-password?token=x", "/verify/x"):
        page.goto(BASE + path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            check_page(page)
        page.emulate_media(color_scheme=None)
        shoot(page, re.sub(r"\W", "", path) or "front")
    evil(page)
    admin(page)
    without_scripts(chromium)
print("done")
