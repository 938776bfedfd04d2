"""Takes the right area; who has it negative gets half."""
import sys

width, height = map(int, open("input").read().split())
answer = int(open("answer").read())
output = open("user_out").read().split()
assert answer == width * height
if output == [str(answer)]:
    print(100)
elif output == [str(-answer)]:
    print(50)
    sys.stderr.write("negative")
else:
    print(0)
    sys.stderr.write("wrong")
