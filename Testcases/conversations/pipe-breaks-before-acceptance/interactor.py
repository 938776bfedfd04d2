# expect: RE
# says: ended by SIGPIPE
# x: it dies of a pipe of its own before it was accepted
import sys

sys.stdin.read()
sys.exit(42)
