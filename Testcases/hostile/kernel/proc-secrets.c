// expect: exited 0
// wall: proc, user
// needs: proc
// stdout: held
// x: reads what /proc tells about the machine: kernel memory, addresses, logs, keys, the host's disks
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const files[] = {"kcore", "kmsg", "kpagecount", "kpageflags", "kpagecgroup", "timer_list",
        "sched_debug", "vmallocinfo", "slabinfo", "pagetypeinfo", "self/stack", "self/syscall/x", "sys/kernel/cad_pid"};
    char path[64], line[256];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "/proc/%s", files[i]);
        int file = open(path, O_RDONLY | O_NONBLOCK);
        if (file >= 0 && read(file, line, 64) > 0) {
            printf("breach: %s\n", path);
            return 1;
        }
    }
    static const char *const symbols[] = {"/proc/kallsyms", "/proc/modules", "/proc/iomem"};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        FILE *file = fopen(symbols[i], "r");
        while (file && fgets(line, sizeof line, file))
            if (strstr(line, "ffffffff8") || strstr(line, "0xffff")) {
                printf("breach: kernel addresses in %s\n", symbols[i]);
                return 1;
            }
    }
    puts("held");
    return 0;
}
