# expect: WA
# x: is sent more than a pipe holds and reads nothing of it; that keeps the interactor neither waiting nor guilty
import os
import sys

os.write(1, b"21\n" * 100000)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
