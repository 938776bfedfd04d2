# What is closed cannot be opened again by its name.
import os

os.close(0)
open("/dev/stdin")
