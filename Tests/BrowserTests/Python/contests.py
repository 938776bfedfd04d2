"""What the journeys of contests have in common: problems, programs that are handed in, and what every page must be."""

import io
import os
import zipfile

from pages import BASE, check_page, expect, shoot

PACKAGE = os.environ["VERDICT_PACKAGE"]


def archive(folder):
    """The package in `folder`, zipped."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(place, name)
                zipped.write(path, os.path.join(os.path.basename(folder), os.path.relpath(path, folder)))
    return content.getvalue()


def look_at(page, name):
    """What every page must be, in the light and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        check_page(page)
    page.emulate_media(color_scheme=None)
    shoot(page, name)


def make_problem(organiser):
    organiser.goto(BASE + "/problems/new")
    look_at(organiser, "new-problem")
    organiser.set_input_files("#package", {"name": "sum.zip", "mimeType": "application/zip", "buffer": archive(PACKAGE)})
    organiser.click("main button")
    organiser.wait_for_selector("text=The problem is made.")
    organiser.click("text=Publish it")
    organiser.wait_for_selector("text=Everybody sees it.")
    look_at(organiser, "edit-problem")
    return organiser.url.split("/")[-2]


def hand_in(page, contest, source, verdict):
    """Types a program, hands it in, and watches until it is judged."""
    page.goto(contest + "/problems/A")
    page.select_option("#language", "python3")
    if page.locator(".CodeMirror").count():
        page.click(".CodeMirror")
        page.keyboard.insert_text(source)
        page.wait_for_selector(".CodeMirror .cm-builtin")
    else:
        page.fill("#program", source)
    shoot(page, "program")
    page.click("text=Hand in")
    page.wait_for_selector("text=Your program is handed in.")
    # Whatever comes now was not asked for.
    page.wait_for_selector(f"#live .lead >> text={verdict}")
    expect(page.locator("text=Your program is handed in.").count() == 1, "the page is the same")
    expect(source.strip().splitlines()[0] in page.inner_text("main"), "one sees one's program")
    expect(page.locator("text=Delete it").count() == 0, "in a contest nothing can be deleted")
    look_at(page, "submission-" + verdict.split()[0].lower())


def press(page, name, said):
    page.click(f"main button:has-text('{name}')")
    page.wait_for_selector(f"text={said}")
