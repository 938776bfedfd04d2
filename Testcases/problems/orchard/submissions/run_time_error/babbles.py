import sys

# Both streams together are more than the output limit.
sys.stdout.write("2 " * 350000)
sys.stderr.write("x " * 350000)
