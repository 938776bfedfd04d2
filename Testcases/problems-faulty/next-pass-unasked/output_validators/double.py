# The problem is not one of several passes.
import sys

with open(sys.argv[3] + "nextpass.in", "w") as file:
    file.write("21\n")
sys.exit(42 if sys.stdin.read().strip() == "42" else 43)
