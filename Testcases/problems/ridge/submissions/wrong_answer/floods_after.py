# Rejected, and it never stops talking.
import sys

sys.stdout.write("summit 0\n")
while True:
    sys.stdout.write("summit 1\n" * 1000)
