import sys

print("ask 1", sys.stdin.readline().strip(), flush=True)
print("ask 2", sys.stdin.readline().strip())
sys.stdin.readline()
