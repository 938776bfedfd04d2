# expect: exited 0
# wall: mount, capabilities, user
# limits: cpu=5s wall=20s
# stdout: held
# x: looks for programs that run as their owner, executes each and sees whether it was root for a moment
import os
import stat
import subprocess
import sys

found = []
for folder in ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/lib", "/usr/libexec"):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            try:
                mode = os.lstat(path).st_mode
            except OSError:
                continue
            if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
                found.append(path)
for path in found:
    if not os.statvfs(path).f_flag & os.ST_NOSUID:
        print(f"breach: {path} lies on a file system that honours setuid")
        sys.exit(1)
for command in (["su", "-c", "id -u"], ["mount", "-t", "tmpfs", "none", "/tmp"], ["sudo", "-n", "id", "-u"]):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        continue
    if done.stdout.strip() == b"0" or (command[0] == "mount" and done.returncode == 0):
        print(f"breach: {command[0]} worked")
        sys.exit(1)
print("held")
