# Wants one pass after the other, and never says that it was the last one.
import sys

if sys.stdin.read().strip() != "42":
    sys.exit(43)
with open(sys.argv[3] + "nextpass.in", "w") as file:
    file.write("21\n")
sys.exit(42)
