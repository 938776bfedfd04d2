# expect: ILE
# x: closes both pipes and sleeps: it has left first, so that its idleness counts
import sys

print(21, flush=True)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
