# expect: exited 0
# wall: output
# limits: cpu=5s wall=15s
# x: writes text that cannot be encoded and names a file in /tmp so
import os
import sys

sys.stdout.buffer.write("\ud800 held \udfff\n".encode("utf-8", "surrogatepass"))
sys.stderr.buffer.write(bytes(range(256)))
open(b"/tmp/\xff\xfe\n", "w").close()
os.write(1, b"\x00" * 1000)
