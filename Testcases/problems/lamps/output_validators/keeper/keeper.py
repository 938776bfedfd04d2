"""keeper.py INPUT ANSWER FEEDBACK_FOLDER: counts lit lamps, and scores the answer by the number of questions."""
import re
import sys
from decimal import Decimal

lamps = open(sys.argv[1]).read().strip()
questions = 0


def tell(name, text):
    with open(sys.argv[3] + name, "w") as file:
        file.write(text + "\n")


def reject(reason):
    tell("judgemessage.txt", "%s; %d questions" % (reason, questions))
    sys.exit(43)


def say(number):
    try:
        print(number, flush=True)
    except BrokenPipeError:
        reject("does not listen any more")


sys.stdin.reconfigure(encoding="latin-1", newline="\n")  # any bytes are lines, if wrong ones
say(len(lamps))
while True:
    line = sys.stdin.readline(400)
    question = re.fullmatch(r"count ([1-9][0-9]?) ([1-9][0-9]?)\n", line)
    if not question:
        break
    first, last = map(int, question.groups())
    if not first <= last <= len(lamps):
        reject("no such part: " + line.strip())
    questions += 1
    if questions > 64:
        reject("too many questions")
    say(lamps[first - 1:last].count("1"))
answer = line.split()
if answer[:1] != ["lit"] or not line.endswith("\n"):
    reject("neither a question nor an answer: %r" % line[:40])
if answer[1:] != [str(number) for number, lamp in enumerate(lamps, 1) if lamp == "1"]:
    reject("these are not the lit lamps")
if sys.stdin.read(1):
    reject("more output after the answer")
tell("score.txt", str(max(Decimal(1), Decimal(10) - max(0, questions - 12) * Decimal("0.25"))))
tell("judgemessage.txt", "%d questions" % questions)
sys.exit(42)
