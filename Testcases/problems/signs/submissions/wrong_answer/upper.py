# Only A to Z may change their case, and E with an accent is another letter than e with one.
import sys

words = sys.stdin.buffer.read().decode("utf-8").split("\n")
for word in words[1 : int(words[0]) + 1]:
    text = "%d %s %s\n" % (len(word), word, word[-1])
    sys.stdout.buffer.write(text.replace("é", "É").encode("utf-8"))
