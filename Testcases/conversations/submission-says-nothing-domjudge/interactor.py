# expect: JE
# home: domjudge
# says: exited with status 1 instead of 42 or 43
# x: the same in DOMjudge, which looks at the interactor's exit status first
import sys

print(123, flush=True)
sys.exit(42 if int(sys.stdin.readline()) == 123 else 43)
