// The host: its clocks, processors, counters and cgroups.
#include "CLinux.h"
#include "result.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int64_t clinux_clock(int clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return -errno;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// The kernel refuses a mask that is shorter than its own; none has more than this many.
enum { MOST_PROCESSORS = 1 << 15 };

int clinux_allowed_processors(int *processors, size_t capacity) {
    static _Thread_local unsigned char mask[MOST_PROCESSORS / 8];
    long size = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    if (size < 0)
        return -errno;
    size_t count = 0;
    for (int number = 0; number < (int)size * 8 && count < capacity; number++)
        if (mask[number / 8] >> (number % 8) & 1)
            processors[count++] = number;
    return (int)count;
}

int clinux_try_counter(uint32_t type, uint64_t config) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = type;
    attributes.config = config;
    attributes.disabled = attributes.inherit = attributes.exclude_kernel = attributes.exclude_hv = 1;
    int counter = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (counter < 0)
        return -errno;
    close(counter);
    return 0;
}

int clinux_mount_cgroup2(void) {
    int context = fsopen("cgroup2", FSOPEN_CLOEXEC);
    if (context < 0)
        return -errno;
    int mount = -1;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        mount = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    int result = result_of(mount);
    close(context);
    return result;
}
