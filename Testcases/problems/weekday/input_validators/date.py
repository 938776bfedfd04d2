import datetime
import re
import sys

text = sys.stdin.buffer.read()
if not re.fullmatch(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}\n", text):
    sys.exit(43)
try:
    day = datetime.date(*map(int, text.split(b"-")))
except ValueError:
    sys.exit(43)
sys.exit(42 if day.year >= 1583 else 43)
