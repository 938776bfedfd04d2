# expect: RE
# says: exit status 3
# x: an accepted submission must still end well
import sys

sys.stdin.readline()
sys.exit(42)
