"""The editor and the formulas, where their packages are installed: they work under the site's policy, Tab leads out of the editor,
and what is typed there is what is sent. Where they are not installed, the field and the TeX stay as they are."""

import re
import urllib.parse
import urllib.request

from pages import BASE, browser, expect, new_page, shoot

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EDITOR = ["codemirror/lib/codemirror.js", "codemirror/addon/mode/simple.js", "codemirror/mode/clike/clike.js", "editor.js"]
FORMULAS = ["katex/katex.js", "formulas.js"]
PAGE = """<h1>A problem</h1><p>Add <span class="math">a^2 + \\frac{1}{2}</span>. <span class="math">\\href{javascript:alert(1)}{x}</span></p>
<div class="math">\\sum_{i=1}^n i</div><form method="post" action="/sent"><label for="language">Language</label>
<select id="language" name="language"><option value="cpp17">C++</option></select><label for="program">Program</label>
<textarea class="code" id="program" name="program" data-editor="Program" required></textarea><button>Send</button></form></main>"""

with browser() as chromium:
    page = new_page(chromium)
    front = urllib.request.urlopen(BASE + "/").read().decode()
    folder = re.search(r"(/assets/[^\"/]+/)site\.css", front).group(1)

    def is_there(name):
        try:
            return urllib.request.urlopen(BASE + folder + name).status == 200
        except urllib.error.HTTPError:
            return False

    has_editor, has_formulas = is_there(EDITOR[0]), is_there(FORMULAS[0])
    scripts = (EDITOR if has_editor else EDITOR[-1:]) + (FORMULAS if has_formulas else FORMULAS[-1:])
    styles = ["codemirror/lib/codemirror.css"] * has_editor + ["katex/katex.css"] * has_formulas
    head = "".join(f'<link rel="stylesheet" href="{folder}{name}">' for name in styles)
    head += "".join(f'<script src="{folder}{name}" defer></script>' for name in scripts)
    html = re.sub(r"<h1>.*</main>", lambda _: PAGE, front.replace("</head>", head + "</head>"), flags=re.S)
    sent = []

    def take(route):
        sent.append(urllib.parse.parse_qs(route.request.post_data))
        route.fulfill(body="<!doctype html><title>sent</title>", headers={"content-type": "text/html"})

    page.route("**/problem.html", lambda route: route.fulfill(body=html, headers={"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}))
    page.route("**/sent", take)
    page.goto(BASE + "/problem.html")
    if has_formulas:
        expect(page.locator(".math .katex").count() == 3, "formulas are written as in books")
        expect(page.locator(".math a").count() == 0, "and lead nowhere")
        fonts = page.evaluate("document.fonts.ready.then(() => [...document.fonts].filter(font => font.status === 'loaded').length)")
        expect(fonts > 0, "with their own letters")
    shoot(page, "problem")
    if has_editor:
        page.focus("#language")
        page.keyboard.press("Tab")
        page.keyboard.type("int main() {}")
        expect(page.locator(".CodeMirror .cm-variable, .CodeMirror .cm-type").count() > 0, "the program has colours")
        page.keyboard.press("Tab")
        expect(page.evaluate("document.activeElement.textContent") == "Send", "Tab leads out of the editor")
        page.keyboard.press("Enter")
    else:
        page.fill("#program", "int main() {}")
        page.click("main button")
    page.wait_for_url("**/sent")
    expect(sent == [{"language": ["cpp17"], "program": ["int main() {}"]}], sent)
print("done")
