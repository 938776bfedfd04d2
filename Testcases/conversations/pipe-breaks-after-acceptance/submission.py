import os
import signal
import sys

print(42, flush=True)
sys.stdin.read()
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGPIPE)
