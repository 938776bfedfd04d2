# SIGABRT in the middle of the conversation.
import os
import sys

print(open(sys.argv[1]).read().strip(), flush=True)
sys.stdin.readline()
os.abort()
