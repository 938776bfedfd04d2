# expect: AC
# x: the submission closes its input and answers; the interactor writes later on
import sys
import time

time.sleep(0.2)
print(123, flush=True)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
