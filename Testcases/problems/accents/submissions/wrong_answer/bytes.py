import sys

line = sys.stdin.buffer.readline().rstrip(b"\n")
sys.stdout.buffer.write(line + b": %d\n" % len(line))
