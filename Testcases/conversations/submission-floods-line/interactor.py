# expect: WA
# transcript: > 4444444444
# x: one line without an end, which nobody may keep whole
import sys

line = sys.stdin.readline(100)
sys.exit(42 if line == "42\n" else 43)
