// expect: exited 0
// wall: proc, user
// needs: proc
// stdout: held
// x: writes to the kernel's settings through /proc: core pattern, module loader, SysRq, its own limits of harm
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    /* A value is harmless if it gets through; opening alone shows the wall to be open where writing is not tried. */
    static const char *const files[][2] = {{"/proc/sys/kernel/core_pattern", NULL},
        {"/proc/sys/kernel/modprobe", NULL}, {"/proc/sys/kernel/hostname", NULL},
        {"/proc/sys/kernel/hotplug", NULL}, {"/proc/sysrq-trigger", NULL},
        {"/proc/sys/vm/drop_caches", NULL}, {"/proc/sys/vm/overcommit_memory", NULL},
        {"/proc/sys/kernel/pid_max", NULL},
        {"/proc/sys/kernel/ns_last_pid", NULL}, {"/proc/sys/kernel/randomize_va_space", NULL},
        {"/proc/sys/user/max_user_namespaces", NULL}, {"/proc/sys/net/ipv4/ip_forward", NULL},
        {"/proc/sys/fs/binfmt_misc/register", NULL}, {"/proc/sys/kernel/shmmax", NULL},
        {"/proc/irq/0/smp_affinity", NULL},
        {"/proc/mtrr", NULL}, {"/proc/bus/pci/00/00.0", NULL}, {"/proc/timer_stats", NULL}, {"/proc/acpi/alarm", NULL},
        {"/proc/self/oom_score_adj", "-1000"}, {"/proc/self/uid_map", "0 0 1"}, {"/proc/self/gid_map", "0 0 1"},
        {"/proc/self/setgroups", "allow"}, {"/proc/1/oom_score_adj", "1000"},
        {"/proc/1/coredump_filter", "0"}, {"/proc/1/clear_refs", "1"},
        {"/proc/1/comm", "x"}, {"/proc/self/fail-nth", "1"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int file = open(files[i][0], O_WRONLY);
        if (file >= 0 && (!files[i][1] || write(file, files[i][1], strlen(files[i][1])) > 0)) {
            printf("breach: %s\n", files[i][0]);
            return 1;
        }
    }
    puts("held");
    return 0;
}
