"""Somebody logs in at a provider, is where they wanted to be, links and unlinks such a login, shows the code of an app as well, and is
not logged in by what others make up."""

import base64
import hashlib
import hmac
import os
import struct
import time
import urllib.parse

from pages import BASE, EVIL, PASSWORD, browser, check_page, expect, log_in, new_page, register, shoot

PROVIDER = os.environ["VERDICT_PROVIDER"]
BUTTON = "text=Log in with The <Uni> & co"


def at_provider(page, person):
    """Says at the provider who one is; the browser got there by itself."""
    page.wait_for_url(PROVIDER + "/**")
    page.fill("input[name=sub]", person)
    page.press("input[name=sub]", "Enter")
    page.wait_for_url(BASE + "/**")


def name(page):
    return page.inner_text("header .who a >> nth=0")


def log_out(page):
    page.click("text=Log out")
    page.wait_for_selector("text=You have logged out.")


def kept(page):
    return next((one["value"] for one in page.context.cookies() if one["name"] == "verdict-away"), None)


def code(secret):
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret.upper() + "=" * (-len(secret) % 8)), step, hashlib.sha1).digest()
    return f"{(struct.unpack('>I', digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF) % 10**6:06}"


with browser() as chromium:
    page = new_page(chromium)
    page.goto(BASE + "/account")
    page.wait_for_url("**/login?next=*")
    check_page(page)
    shoot(page, "login-providers")
    page.click(BUTTON)
    at_provider(page, "Alice")
    expect(page.url == BASE + "/account", "one is where one wanted to be")
    expect(name(page) == "Alice-Example" and kept(page) is None, "Alice has logged in, and nothing is kept of the way")
    check_page(page)
    shoot(page, "account-providers")
    log_out(page)

    # What others make up logs nobody in.
    for query in ("", "?code=x&state=y", "?error=access_denied", "?error=" + urllib.parse.quote(EVIL), "?code=x&state=y&iss=http://evil.example"):
        page.goto(BASE + "/login/oidc/uni" + query)
        expect(page.inner_text("[role=alert]"), f"what is wrong is said: {query}")
        expect(page.locator("text=Log out").count() == 0, f"nobody has logged in: {query}")
    page.goto(BASE + "/login")
    page.click(BUTTON)
    page.wait_for_url(PROVIDER + "/**")
    page.goto(BASE + "/login/oidc/uni?code=x&state=of-somebody-else")
    expect(page.inner_text("[role=alert]"), "the state is another login's")
    page.goto(BASE + "/login/oidc/nobody")
    expect(page.inner_text("h1") == "There is nothing here", "there is no such provider")

    # A login is linked to an account that there is, and unlinked.
    register(page, "linker")
    log_in(page, "linker")
    page.goto(BASE + "/account")
    page.click("text=Link The <Uni> & co")
    at_provider(page, "bob")
    expect("You can log in with The <Uni> & co from now on." in page.inner_text("[role=status]"), "it is linked")
    page.fill("#factor-password", PASSWORD)
    page.click("main form[action='/account/second-factor'] button")
    secret = page.inner_text("main code >> nth=0").replace(" ", "")
    page.fill("#code", code(secret))
    page.click("main form button")
    page.wait_for_selector("text=recovery")
    recovery = page.inner_text("main code >> nth=0").split()[0]
    log_out(page)
    page.goto(BASE + "/login")
    page.click(BUTTON)
    at_provider(page, "bob")
    expect("has said who you are" in page.inner_text("main"), "the app's code is asked for")
    check_page(page)
    page.fill("#code", "000000")
    page.click("main form button")
    page.wait_for_selector("[role=alert]")
    page.fill("#code", recovery)
    page.click("main form button")
    page.wait_for_selector("text=Log out")
    expect(name(page) == "linker" and kept(page) is None, "the owner has logged in")
    page.goto(BASE + "/account")
    page.click("text=Unlink The <Uni> & co")
    page.wait_for_selector("text=That login is unlinked.")
    page.context.close()

    # Without scripts it is the same.
    plain = new_page(chromium, java_script_enabled=False)
    plain.goto(BASE + "/login")
    plain.click(BUTTON)
    at_provider(plain, "Alice")
    expect(name(plain) == "Alice-Example", "Alice is known by her first login")
    plain.context.close()
print("done")
