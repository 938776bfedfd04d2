# Wants another pass, whatever the output is; a wrong one is rejected as well.
import sys

with open(sys.argv[3] + "nextpass.in", "w") as file:
    file.write("21\n")
sys.exit(43)
