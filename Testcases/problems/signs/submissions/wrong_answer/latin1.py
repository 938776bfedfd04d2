# Writes ISO 8859-1 where UTF-8 is wanted: the bytes are not even UTF-8.
import sys

words = sys.stdin.buffer.read().decode("utf-8").split("\n")
for word in words[1 : int(words[0]) + 1]:
    text = "%d %s %s\n" % (len(word), word, word[-1])
    sys.stdout.buffer.write(text.encode("latin-1", errors="replace"))
