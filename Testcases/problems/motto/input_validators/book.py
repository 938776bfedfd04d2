import re
import sys

text = sys.stdin.buffer.read()
ok = re.fullmatch(rb"([!-~]([ -~]{0,98}[!-~])?\n){1,20000}", text)
sys.exit(42 if ok else 43)
