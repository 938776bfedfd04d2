import re
import sys

limit = float(open(sys.argv[1]).read())
words = sys.stdin.read().split()


def reject(reason):
    with open(sys.argv[3] + "judgemessage.txt", "w") as file:
        file.write(reason + "\n")
    sys.exit(43)


if len(words) != 1 or not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?", words[0]):
    reject("no decimal number")
if float(words[0]) > limit:
    reject("more than the limit of %g" % limit)
with open(sys.argv[3] + "score.txt", "w") as file:
    file.write(words[0] + "\n")
sys.exit(42)
