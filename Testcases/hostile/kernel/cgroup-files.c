// expect: exited 0
// wall: mount, cgroup
// needs: proc
// stdout: held
// x: writes to its own control group to lift its limits, or to the agent that the host runs for an empty group
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids",
        "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/unified", "/cgroup", "/dev/cgroup", "/proc/1/root/sys/fs/cgroup"};
    static const char *const files[] = {"cgroup.procs", "tasks", "memory.max", "memory.limit_in_bytes", "pids.max",
        "release_agent", "notify_on_release", "cgroup.kill", "cgroup.freeze", "cgroup.subtree_control", "cpuset.cpus"};
    char lines[4096], path[512];
    int own = open("/proc/self/cgroup", O_RDONLY);
    ssize_t size = own < 0 ? 0 : read(own, lines, sizeof lines - 1);
    lines[size > 0 ? size : 0] = 0;
    char *group = strrchr(lines, ':'), *end = group ? strchr(group, '\n') : NULL;
    if (end)
        *end = 0;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        for (size_t k = 0; k < sizeof files / sizeof *files; k++)
            for (int deep = 0; deep < 2; deep++) {
                snprintf(path, sizeof path, "%s%.200s/%s", roots[i], deep && group ? group + 1 : "", files[k]);
                if (open(path, O_WRONLY) >= 0) {
                    printf("breach: %s opens\n", path);
                    return 1;
                }
            }
    puts(access("/sys/fs/cgroup", F_OK) == 0 ? "breach: /sys/fs/cgroup is there" : "held");
    return access("/sys/fs/cgroup", F_OK) == 0;
}
