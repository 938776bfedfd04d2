import sys; print("".join(sorted(set(sys.stdin.read().strip()))))
