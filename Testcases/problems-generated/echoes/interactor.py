"""Says numbers, and wants to hear their doubles."""
import sys

count = int(open(sys.argv[1]).read())
heard = open(sys.argv[2])
right = 0
print(count, flush=True)
for number in range(count):
    print(number * 7, flush=True)
    right += heard.readline().strip() == str(number * 14)
if right == count:
    sys.stderr.write("ok all of them\n")
elif right:
    sys.stderr.write("points %.3f some of them\n" % (right / count))
    sys.exit(7)
else:
    sys.stderr.write("wrong answer none of them\n")
    sys.exit(1)
