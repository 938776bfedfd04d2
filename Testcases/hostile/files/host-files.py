# expect: exited 0
# wall: root, mount, user
# limits: cpu=5s wall=15s
# stdout: held
# x: reads what only the host should know, through plain names, symlinks and names with many dots
import os
import sys

secrets = ["/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/root/.ssh/id_rsa", "/root/.bash_history", "/var/log/syslog",
           "/etc/ssh/ssh_host_rsa_key", "/run/docker.sock", "/var/run/docker.sock", "/.dockerenv", "/boot", "/home",
           "/root", "/var/lib", "/var/log", "/var/spool", "/srv", "/sys/kernel", "/sys/fs/cgroup", "/proc/1/environ"]
for secret in secrets:
    os.symlink(secret, "/tmp/link")
    for path in (secret, "/tmp/link", "/tmp/../" * 20 + secret, "/box/.." + secret):
        try:
            content = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(64)
        except OSError:
            continue
        if content:
            print(f"breach: {path}")
            sys.exit(1)
    os.unlink("/tmp/link")
print("held")
