import sys
import unicodedata

try:
    lines = sys.stdin.buffer.read().decode("utf-8").split("\n")
except UnicodeDecodeError:
    sys.exit(43)
count = lines[0]
ok = lines.pop() == "" and 1 < len(lines) <= 101 and count.isascii() and count == str(len(lines) - 1)
for word in lines[1:]:
    ok = ok and 1 <= len(word) <= 40
    ok = ok and all(unicodedata.category(c)[0] not in "CZM" for c in word)
sys.exit(42 if ok else 43)
