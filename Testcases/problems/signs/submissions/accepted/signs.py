import sys

words = sys.stdin.buffer.read().decode("utf-8").split("\n")
out = []
for word in words[1 : int(words[0]) + 1]:
    out.append("%d %s %s\n" % (len(word), word, word[-1]))
sys.stdout.buffer.write("".join(out).encode("utf-8"))
