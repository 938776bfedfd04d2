# expect: exited 0
# wall: accounting, memory
# limits: cpu=10s wall=40s memory=96MiB
# stdout: held
# at-most: memory=90MiB
# x: reads files many times as large as its limit; cached pages are the kernel's, neither a memory limit nor a high peak
import os

left = 500 << 20
for folder, _, names in os.walk("/usr"):
    for name in names:
        path = os.path.join(folder, name)
        if left <= 0 or os.path.islink(path) or not os.path.isfile(path):
            continue
        try:
            with open(path, "rb", buffering=0) as file:
                while left > 0:
                    block = file.read(1 << 18)
                    if not block:
                        break
                    left -= len(block)
        except OSError:
            continue
print("held")
