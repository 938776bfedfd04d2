"""post.py INPUT ANSWER FEEDBACK_FOLDER < OUTPUT

The answer has a line for each friend: which letter of the card is spoiled, counted from 0 and beyond the card's end
around, and by how much. Message, card and the number of readings so far stand in the file `state` between passes.
"""
import json
import os
import re
import sys

state_path = os.path.join(sys.argv[3], "state")


def finish(code, message):
    with open(os.path.join(sys.argv[3], "judgemessage.txt"), "a") as file:
        file.write(message + "\n")
    sys.exit(code)


def spoil(card, place, by):
    place %= len(card)
    letter = chr((ord(card[place]) - ord("a") + by) % 26 + ord("a"))
    return card[:place] + letter + card[place + 1:]


with open(sys.argv[1]) as file:
    task, text = file.read().split()
with open(sys.argv[2]) as file:
    rain = [tuple(map(int, line.split())) for line in file]
output = sys.stdin.buffer.read(100_000).decode("latin-1")

if task == "write":
    if os.path.exists(state_path):
        raise SystemExit("the first pass has a state already")
    state = {"message": text, "card": output.rstrip("\n"), "readings": 0}
    if not re.fullmatch(r"[a-z]+\n?", output):
        finish(43, "the card is not a line of letters")
    if len(state["card"]) > 3 * len(text):
        finish(43, "%d letters do not fit on the card" % len(state["card"]))
else:
    with open(state_path) as file:
        state = json.load(file)
    if text != spoil(state["card"], *rain[state["readings"]]):
        raise SystemExit("this is not the card that was given to the friend")
    state["readings"] += 1
    if not re.fullmatch(r"[a-z]+\n?", output) or output.rstrip("\n") != state["message"]:
        finish(43, "friend %d reads another message: %r" % (state["readings"], output[:40]))
    if state["readings"] == len(rain):
        finish(42, "%d of %d friends read the message" % (state["readings"], len(rain)))

with open(state_path, "w") as file:
    json.dump(state, file)
with open(os.path.join(sys.argv[3], "nextpass.in"), "w") as file:
    file.write("read\n%s\n" % spoil(state["card"], *rain[state["readings"]]))
finish(42, "the card is on its way")
