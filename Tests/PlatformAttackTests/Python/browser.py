"""Somebody at the site's pages: what a browser keeps and sends, without the browser."""

import html.parser
import urllib.parse

from world import PASSWORD, raw


class Form:
    """A form of a page: where it goes, and its fields as they are filled in."""

    def __init__(self, attributes):
        self.method = (attributes.get("method") or "get").lower()
        self.action = attributes.get("action") or ""
        self.kind = attributes.get("enctype") or "application/x-www-form-urlencoded"
        self.fields = {}


class Forms(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.area = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form":
            self.forms.append(Form(known))
        elif tag in ("input", "select", "textarea", "button") and self.forms and known.get("name"):
            value = known.get("value") or ""
            if known.get("type") != "checkbox" or "checked" in known:
                self.forms[-1].fields.setdefault(known["name"], value)
        elif tag == "a" and known.get("href"):
            self.links.append(known["href"])


class Browser:
    """One that has logged in, if it is somebody's."""

    def __init__(self, name=None):
        self.cookies = {}
        if name:
            token = self.token("/login")
            answer = self.send("POST", "/login", {"_token": token, "name": name, "password": PASSWORD})
            assert answer.status == 303, (name, answer.status, answer.body)

    def send(self, method, path, form=None, headers=(), body=None, kind="application/x-www-form-urlencoded"):
        lines = [("Accept", "text/html"), *headers]
        if self.cookies:
            lines.append(("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())))
        if method == "POST":
            if not any(name in ("Origin", "Sec-Fetch-Site") for name, _ in headers):
                lines.append(("Origin", "http://judge.example"))
            # One that says nothing of where the form stands.
            lines = [line for line in lines if line != ("Origin", "")]
            lines.append(("Content-Type", kind))
            body = urllib.parse.urlencode(form or {}, doseq=True).encode() if body is None else body
        answer = raw(method, path, lines, body)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, content = value.partition(";")[0].partition("=")
                self.cookies[key] = content
                if not content or "max-age=0" in value.lower():
                    self.cookies.pop(key)
        # What is said once would make two answers differ, and what was seen is waited for.
        self.cookies.pop("verdict-said", None)
        return answer

    def token(self, path):
        """What a form of the page at `path` shows."""
        for form in Forms(self.send("GET", path).body.decode()).forms:
            if "_token" in form.fields:
                return form.fields["_token"]
        raise AssertionError(f"{path} has no form with a token")
