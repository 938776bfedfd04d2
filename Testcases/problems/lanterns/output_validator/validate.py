import os
import sys

number = int(open(sys.argv[1]).read())
feedback = sys.argv[3]
state = feedback + "first.txt"


def end(status, words=""):
    with open(feedback + "judgemessage.txt", "a") as file:
        file.write(words)
    sys.exit(status)


print(number, flush=True)
answer = sys.stdin.readline().split()
if not os.path.exists(state):
    if answer == ["lazy"]:
        with open(feedback + "score.txt", "w") as file:
            file.write("1")
        end(42)
    if answer != [str(number + 1)]:
        end(43, "the next number is wrong")
    with open(state, "w") as file:
        file.write("done")
    with open(feedback + "nextpass.in", "w") as file:
        file.write(answer[0])
    end(42)
if answer != [str(2 * number)]:
    end(43, "the double is wrong")
with open(feedback + "score.txt", "w") as file:
    file.write("{{points}}")
end(42)
