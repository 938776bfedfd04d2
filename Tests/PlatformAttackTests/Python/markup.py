"""Markup in everything that somebody can write, on every page that shows it: nothing of it is more than text, also where the browser
would not be told to run no scripts but our own. `markup.py SOCKET MAILS ADMIN PACKAGE TABLE [CHROMIUM]`"""

import base64
import html.parser
import io
import json
import os
import re
import sys
import urllib.parse
import zipfile

import world
from api import expect, until
from attack import Attack

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="zap(90)"><script>zap(91)</script></svg>'


class Planted:
    """Every text that was planted has a number, by which it is known where it is shown."""

    def __init__(self):
        self.names = {}

    def mark(self, what):
        self.names[len(self.names) + 100] = what
        return len(self.names) + 99

    def long(self, what):
        number = self.mark(what)
        return f"\"'><zap-x onclick=zap({number})><script>zap({number})</script><img src=x onerror=zap({number})>"

    def short(self, what):
        return f"'\"><img src=x onerror=zap({self.mark(what)})>"


def markdown(planted):
    """What has run scripts in other readers of Markdown."""
    call = lambda: f"zap({planted.mark('a statement in Markdown')})"
    return "\n\n".join([
        "# " + planted.long("a heading in Markdown"), planted.long("Markdown"), f"[link](javascript:{call()})",
        f"[link](<java\nscript:{call()}>)", f"[link](JaVaScRiPt&colon;{call()})", f"[link](&#106;avascript:{call()})",
        f"[link](\x01javascript:{call()})", f"[link](data:text/html;base64,PHNjcmlwdD56YXAoKTwvc2NyaXB0Pg==)", f"[link](vbscript:{call()})",
        f"<javascript:{call()}>", f"![picture](javascript:{call()})", f"![a\" onerror=\"{call()}](x)", f"![x](x\" onerror=\"{call()})",
        f"[x](http://a.example \"t\" onclick={call()} \")", f"[ref]\n\n[ref]: javascript:{call()}", f"<a href=\"javascript:{call()}\">x</a>",
        f"<svg onload={call()}>", f"<math><mi xlink:href=\"javascript:{call()}\">x</mi></math>", f"<!-- <script>{call()}</script> -->",
        f"<iframe srcdoc=\"<script>{call()}</script>\">", f"<style>@import 'javascript:{call()}'</style>", f"<base href=\"//evil.example/\">",
        f"<meta http-equiv=refresh content=\"0;javascript:{call()}\">", f"<form action=javascript:{call()}><button>x</button></form>",
        f"```\"><script>{call()}</script>\n</code></pre><script>{call()}</script>\n```", f"`</code><script>{call()}</script>`",
        f"$\\href{{javascript:{call()}}}{{x}}$ and $</span><script>{call()}</script>$", f"$$\\text{{<img src=x onerror={call()}>}}$$",
        f"$\\unicode{{<img src=x onerror={call()}>}}$", f"$\\htmlClass{{x\" onclick=\"{call()}}}{{x}}$", f"| a |\n|---|\n| <img src=x onerror={call()}> |",
        f"<img src=\"`<script>{call()}</script>`\">", f"<x/onclick={call()}//", f"<scr<script>ipt>{call()}</scr</script>ipt>",
        f"* item\n\n  <details open ontoggle={call()}>\n", f"\\<script>{call()}\\</script>", "<" * 2000, "[" * 2000, "*" * 2000 + "a" + "_" * 2000])


def latex(planted):
    """What has run scripts in other readers of TeX."""
    call = lambda: f"zap({planted.mark('a statement in TeX')})"
    return "\n\n".join([
        "\\problemname{" + planted.long("a name in TeX").replace("#", "") + "}", planted.long("TeX"), f"\\href{{javascript:{call()}}}{{x}}",
        f"\\url{{javascript:{call()}}}", f"\\href{{java\nscript:{call()}}}{{x}}", f"\\href{{x\" onclick=\"{call()}}}{{x}}",
        f"\\includegraphics{{x\" onerror=\"{call()}.png}}", f"\\includegraphics[width=1cm\" onerror=\"{call()}]{{pic.png}}",
        f"\\textbf{{<script>{call()}</script>}}", f"\\section*{{<img src=x onerror={call()}>}}", f"\\texttt{{<img src=x onerror={call()}>}}",
        f"\\begin{{verbatim}}\n</pre><script>{call()}</script>\n\\end{{verbatim}}", f"\\verb|<script>{call()}</script>|",
        f"$\\href{{javascript:{call()}}}{{x}} </span><script>{call()}</script>$", f"\\[ \\text{{<img src=x onerror={call()}>}} \\]",
        f"\\begin{{itemize}}\\item <img src=x onerror={call()}>\\end{{itemize}}", f"\\textcolor{{red;\" onclick=\"{call()}}}{{x}}",
        f"\\begin{{tabular}}{{l\" onclick=\"{call()}}}<script>{call()}</script>\\end{{tabular}}", f"\\zap{{<script>{call()}</script>}}",
        f"\\char60 script\\char62 {call()}", f"\\symbol{{60}}script\\symbol{{62}}{call()}", f"\\def\\x{{<script>}}\\x {call()}",
        f"% <script>{call()}</script>", f"\\footnote{{<svg onload={call()}>}}", f"\\begin{{center\" onclick=\"{call()}}}x\\end{{center}}",
        "{" * 500, "\\begin{x}" * 200])


def package(planted):
    content, folder = io.BytesIO(), "motto"
    with zipfile.ZipFile(io.BytesIO(world.archive(world.PACKAGE))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            if not name.endswith((".tex", "problem.yaml", "sample/1.in")):
                new.writestr(name, old.read(name))
        described = {"name": planted.long("a package's name"), "source": planted.long("a package's source"), "validation": "default",
                     "author": planted.short("a package's author"), "license": "unknown"}
        new.writestr(folder + "/problem.yaml", json.dumps(described))
        new.writestr(folder + "/data/sample/1.in", planted.long("a sample") + "\n")
        new.writestr(folder + "/problem_statement/problem.en.md", markdown(planted))
        new.writestr(folder + "/problem_statement/problem.de.tex", latex(planted))
        for name, content_of in (("pic.png", PNG), ("evil.svg", SVG), ("evil.png", SVG), ("evil.pdf", b"%PDF-1.4 <script>zap(92)</script>"),
                                 ("evil.html", SVG), ("a'b\"><b>.png", PNG), ("evil.jpg", b"GIF89a/*<script>zap(93)</script>")):
            new.writestr(f"{folder}/problem_statement/{name}", content_of)
    return content.getvalue()


class World(world.World):
    """One in which everything that can be called something is called something evil."""

    def __init__(self, planted):
        super().__init__()
        people, long, short = self.people, planted.long, planted.short
        maker, owner, player = people["maker"], people["owner"], people["player"]
        self.evil = maker.post("/api/v1/problems", package(planted), status=201)["id"]
        maker.post(f"/api/v1/problems/{self.evil}/publish")
        self.problem = self.evil
        # The same under a name that is said here, so that both are shown.
        self.named = maker.post("/api/v1/problems", package(planted), status=201)["id"]
        maker.ask("PUT", f"/api/v1/problems/{self.named}", {
            "title": long("a title"), "categories": [short("a category")], "tags": [short("a tag")], "difficulty": "easy",
            "note": long("a note")})
        maker.post(f"/api/v1/problems/{self.named}/publish")
        maker.ask("PUT", f"/api/v1/problems/{self.named}/editorial", {"language": "en", "text": markdown(planted)})
        maker.post(f"/api/v1/problems/{self.named}/editorial/release")
        change = urllib.parse.quote(long("a change"))
        maker.post(f"/api/v1/problems/{self.named}/versions?change={change}", package(planted), status=201)
        profile = {"displayName": short("a name"), "organization": long("an organization"), "bio": long("a few words"), "country": "PL",
                   "public": ["displayName", "organization", "bio", "country"]}
        player.ask("PUT", "/api/v1/users/profile", profile)
        player.post("/api/v1/auth/tokens", {"name": long("a token's name")[:100], "scopes": ["*"], "days": 1})
        self.operator.post(f"/api/v1/people/{player.id}/roles", {"role": short("a role"), "scope": {"kind": "contest", "id": short("a scope")}})
        plan = self.plan | {
            "title": long("a contest's title"), "description": long("a contest's description"), "teamSize": 3, "allowsVirtual": True,
            "divisions": [short("a division")], "problems": [
                {"id": self.evil, "label": "'\"><b>", "color": "#ff0000"}, {"id": self.named, "label": "B"}]}
        self.contest = owner.post("/api/v1/contests", plan, status=201)["id"]
        one = f"/api/v1/contests/{self.contest}"
        self.team = player.post(one + "/teams", {"name": long("a team's name")[:100], "division": plan["divisions"][0]}, status=201)["id"]
        player.post(one + f"/teams/{self.team}/invitations", {"person": people["other"].id})
        asking = {"text": long("a question"), "category": short("a category of questions"), "problem": self.evil}
        self.question = player.post(one + "/clarifications", asking, status=201)["id"]
        question = f"{one}/clarifications/{self.question}"
        owner.post(question + "/queue", {"queue": short("a queue")})
        owner.post(question + "/answer", {"text": long("an answer"), "isToAll": True})
        player.post(one + "/clarifications", {"text": long("an open question")}, status=201)
        owner.post(one + "/announcements", {"text": long("an announcement"), "problem": self.named})
        owner.post(one + "/penalty", {"participant": self.team, "minutes": 1, "reason": long("a reason")})
        mark = planted.mark("what the compiler said")
        source = f"#error \"'><zap-x onclick=zap({mark})><script>zap({mark})</script><img src=x onerror=zap({mark})>\n"
        self.submissions = [
            self.hand_in(player, path, problem, language, name, text) for path, problem in (
                ("/api/v1/submissions", self.evil), (one + "/submissions", self.evil)) for language, name, text in (
                ("c", short("a file's name").replace("/", "") + ".c", source),
                ("python3", "main.py", f"print('{short('what a program prints')}')\n# " + long("a program")),
                (short("a language"), "main.py", "print(1)"))]
        self.submission = self.submissions[0]
        for submission in self.submissions:
            if submission:
                look = lambda: player.get(f"/api/v1/submissions/{submission}")["state"] not in ("waiting", "judging")
                until(f"{submission} is judged", look)

    @staticmethod
    def hand_in(player, path, problem, language, name, text):
        body = {"problem": problem, "language": language, "files": [{"name": name, "content": text}]}
        answer = player.once("POST", path, body)
        expect(answer[0] in (201, 422, 400), f"a program: {answer}")
        return answer[1]["id"] if answer[0] == 201 else None


class Page(html.parser.HTMLParser):
    """A page as a browser reads it: what would run, what is shown, and where it leads."""

    KEPT = {"iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal", "marquee", "style", "template", "noscript"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.runs, self.shown, self.links, self.inside = [], [], [], None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self.inside = tag if tag in ("script", "style") else None
        if tag in self.KEPT or tag.startswith("zap") or tag == "meta" and "http-equiv" in known:
            self.runs.append(f"<{tag}>")
        if tag == "script" and not (known.get("src") or "").startswith("/assets/") and not known.get("nonce"):
            self.runs.append("a script")
        for name, value in attributes:
            value = value or ""
            self.shown.append(urllib.parse.unquote(value))
            if name.startswith("on") or name in ("srcdoc", "style", "formaction", "xlink:href", "ping", "background"):
                self.runs.append(f"{tag} {name}={value[:100]}")
            if name in ("href", "src", "action", "data", "poster", "srcset"):
                plain = re.sub(r"[\x00-\x20]", "", value).lower()
                if re.match(r"[a-z][a-z0-9+.-]*:", plain) and not plain.startswith(("http:", "https:", "mailto:")):
                    self.runs.append(f"{tag} {name}={value[:100]}")
                if tag in ("img", "link", "script", "form") and not value.startswith("/") or value.startswith("//"):
                    self.runs.append(f"{tag} {name}={value[:100]} is elsewhere")
                if tag == "a" and value.startswith("/") and not value.startswith("//"):
                    self.links.append(value.partition("#")[0])

    def handle_data(self, data):
        self.shown.append(data)
        if self.inside == "script" and "zap" in data:
            self.runs.append("a script: " + data[:100])


def look(attack, planted, seen):
    """Reads all pages that somebody comes to: those that there are, and where they lead."""
    made = attack.made
    queries = ["/problems?text=" + urllib.parse.quote("zap"), "/problems?tag=" + urllib.parse.quote(planted.long("a tag in the address")),
               "/ranking?text=" + urllib.parse.quote("img"), "/login?next=" + urllib.parse.quote(planted.long("an address")),
               "/problems?text=" + urllib.parse.quote(planted.long("a text that is looked for")), f"/problems/{made.evil}?language=de",
               f"/problems/{made.evil}?language=en", "/reset-password?token=" + urllib.parse.quote(planted.long("a code")),
               "/verify/" + urllib.parse.quote(planted.short("a token"), safe=""), "/" + urllib.parse.quote(planted.short("a path"), safe=""),
               "/contests?cursor=" + urllib.parse.quote(planted.long("a cursor")), f"/contests/{made.contest}/board?view=judges"]
    for who in (None, "player", "admin"):
        browser, waiting, known = attack.browser(who), list(queries), set()
        for page in attack.pages("GET"):
            waiting += [path for kind in ("open", "hidden", "teams") if (path := attack.things.path(page["path"], kind))]
        waiting += [f"/submissions/{one}" for one in made.submissions if one] + [f"/admin/people/{made.people['player'].id}/roles"]
        while waiting and len(known) < (300 if "VERDICT_LONG_TESTS" in os.environ else 125):
            path = waiting.pop(0)
            if path in known or path.startswith(("/api/", "/assets/")):
                continue
            known.add(path)
            answer = browser.send("GET", path)
            kind = answer.field("content-type") or ""
            attack.wants(answer.status < 500, f"GET {path} by {who}: {answer.status}")
            if not kind.startswith("text/html"):
                attack.wants(not answer.body or kind.startswith(("application/", "image/", "text/csv")), f"GET {path} is {kind}")
                continue
            page = Page(answer.body.decode())
            attack.wants(not page.runs, f"GET {path} by {who} has {page.runs[:5]}")
            marks = {int(mark) for mark in re.findall(r"zap\((\d+)\)", " ".join(page.shown))}
            seen.setdefault((who, path), set()).update(marks)
            waiting += page.links


def read(attack, seen):
    """All that the API says: it is no page, whoever opens it."""
    for entrance in attack.entrances:
        if entrance["kind"] != "route" or entrance["method"] != "GET":
            continue
        for who in ("player", "admin", "owner"):
            path = attack.path(entrance)
            answer = attack.ask("GET", path + "?part=input&text=img", who)
            kind = (answer.field("content-type") or "").split(";")[0]
            attack.wants(kind in ("application/json", "application/problem+json", "application/jsonl", "application/octet-stream", "text/csv")
                         or not answer.body, f"GET {path} is {kind}")
            seen.setdefault((who, path), set()).update(int(mark) for mark in re.findall(r"zap\((\d+)\)", answer.body.decode(errors="replace")))


def compilers(attack, planted):
    """What the compiler said is there as it said it."""
    made = attack.made
    result = attack.status(200, "a result", "GET", f"/api/v1/submissions/{made.submissions[0]}/result", "player").json()
    log = result.get("compilation", {}).get("log", "")
    marks = [number for number, what in planted.names.items() if what == "what the compiler said"]
    attack.wants(f"zap({marks[0]})" in log, f"the compiler said nothing of the program: {result}")


def files(attack):
    """Files that came with a package: no browser runs anything of them, whatever they are called."""
    made = attack.made
    for name in ("pic.png", "evil.svg", "evil.png", "evil.pdf", "evil.html", "evil.jpg", "a'b\"><b>.png", "problem.en.md", "problem.yaml",
                 "../problem.yaml", "..%2f..%2fsubmissions%2faccepted%2ffirst_line.py"):
        for language in ("en", "de"):
            path = f"/api/v1/problems/{made.evil}/files/{urllib.parse.quote(name)}?language={language}"
            answer = attack.ask("GET", path, "player")
            if answer.status in (400, 404):
                attack.wants(name != "pic.png", "a picture of a statement is not there")
                continue
            kind, place = answer.field("content-type") or "", answer.field("content-disposition") or ""
            policy = answer.field("content-security-policy") or ""
            is_picture = answer.body == PNG and kind == "image/png" and place.startswith("inline")
            attack.wants(answer.status == 200 and (is_picture or place.startswith("attachment")), f"{name}: {kind}, {place}")
            attack.wants("sandbox" in policy and "default-src 'none'" in policy, f"{name} is no file in a sandbox: {policy}")
            attack.wants("html" not in kind and answer.field("x-content-type-options") == "nosniff", f"{name} is {kind}")


def main():
    planted = Planted()
    attack = Attack(World(planted))
    seen = {}
    look(attack, planted, seen)
    read(attack, seen)
    files(attack)
    compilers(attack, planted)
    shown = set().union(*seen.values())
    # A text that stands nowhere tells nothing. These are refused, or shown by nobody's page.
    unseen = {"a package's source", "a package's author", "a statement in Markdown", "a statement in TeX", "a language", "a reason", "a cursor",
              "a heading in Markdown", "Markdown", "TeX", "a name in TeX", "an address", "a token", "a path", "a tag in the address", "a scope",
              "what a program prints", "a package's name", "a change", "a sample"}
    for number, what in planted.names.items():
        attack.wants(number in shown or what in unseen, f"{what} is shown nowhere")
    told = {planted.names[number] for number in shown if number in planted.names}
    for what in ("a statement in Markdown", "a statement in TeX", "a sample", "a change", "TeX", "Markdown", "a token"):
        attack.wants(what in told, f"{what} is shown nowhere")
    if len(sys.argv) > 6:
        import drive
        drive.run(attack, planted, seen, sys.argv[6])
    expect(not attack.wrong, "\n" + "\n".join(attack.wrong))
    print(len(planted.names), "texts on", len(seen), "pages and answers")
    print("done")


main()
