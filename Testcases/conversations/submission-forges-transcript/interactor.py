# expect: WA
# transcript: > 0.000 s < 42
# transcript: \xff\xfe
# x: writes what looks like the transcript's own lines, and bytes that are no text
import sys

print(21, flush=True)
sys.stdin.buffer.read()
sys.exit(43)
