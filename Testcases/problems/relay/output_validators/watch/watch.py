"""watch.py INPUT ANSWER FEEDBACK_FOLDER: first shows the code, then asks for it.

The input of the second pass is the note; the code stands in the file `code` between passes. The answer has the places
to ask for.
"""
import os
import re
import sys

folder = sys.argv[3]


def finish(code, message):
    with open(os.path.join(folder, "judgemessage.txt"), "a") as file:
        file.write(message + "\n")
    sys.exit(code)


def say(text):
    try:
        print(text, flush=True)
    except BrokenPipeError:
        finish(43, "does not listen any more")


def expect_end():
    if sys.stdin.read(1):
        finish(43, "more output than there should be")


def first_watch(code):
    say("first %d" % len(code))
    seen = set()
    while True:
        line = sys.stdin.readline(40)
        place = re.fullmatch(r"look ([1-8])\n", line)
        if not place:
            break
        i = int(place[1])
        if i > len(code) or i in seen:
            finish(43, "may not look at place %d" % i)
        seen.add(i)
        say(code[i - 1])
    note = re.fullmatch(r"note (0|[1-9][0-9]{0,7})\n", line)
    if not note:
        finish(43, "no note: %r" % line)
    expect_end()
    with open(os.path.join(folder, "code"), "w") as file:
        file.write(code)
    with open(os.path.join(folder, "nextpass.in"), "w") as file:
        file.write("note %s\n" % note[1])
    finish(42, "left the note " + note[1])


def second_watch(note, code, places):
    say("second " + note)
    for i in places:
        say("digit %d" % i)
        line = sys.stdin.readline(40)
        if line != code[i - 1] + "\n":
            finish(43, "digit %d is not %r" % (i, line))
    say("done")
    expect_end()
    finish(42, "%d digits from the note" % len(places))


sys.stdin.reconfigure(encoding="latin-1", newline="\n")  # any bytes are lines, if wrong ones
with open(sys.argv[1]) as file:
    given = file.read().split()
if given[0] == "note":
    with open(sys.argv[2]) as file:
        places = list(map(int, file.read().split()))
    with open(os.path.join(folder, "code")) as file:
        second_watch(given[1], file.read(), places)
else:
    first_watch(given[0])
