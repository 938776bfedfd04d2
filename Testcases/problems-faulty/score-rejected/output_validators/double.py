# A score, and then it rejects.
import sys

print(open(sys.argv[1]).read().strip(), flush=True)
with open(sys.argv[3] + "score.txt", "w") as file:
    file.write("1\n")
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
