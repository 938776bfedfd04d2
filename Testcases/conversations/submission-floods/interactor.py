# expect: OLE
# x: writes without end after it was accepted
import sys

sys.stdin.readline()
sys.exit(42)
