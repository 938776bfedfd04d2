// Namespaces, ids, capabilities and limits of the process.
#include <errno.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>

#include "fakes.h"
#include "host.h"

int fake_prctl(int option, ...) {
    va_list list;
    va_start(list, option);
    unsigned long value = va_arg(list, unsigned long);
    va_end(list);
    if (host_refuses())
        return -1;
    if (option == PR_SET_SECUREBITS)
        host.facts.securebits = (value & SECBIT_NOROOT_LOCKED) != 0;
    if (option == PR_SET_NO_NEW_PRIVS)
        host.facts.no_new_privileges = value == 1;
    if (option == PR_SET_PDEATHSIG)
        host.facts.death_signal = value == 9;
    return 0;
}

int fake_unshare(int flags) {
    host_require(!host.ready, "make a namespace once it serves runs");
    if (host_refuses())
        return -1;
    host.facts.unshared |= (uint32_t)flags;
    return 0;
}

int fake_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *processors) {
    host_require((pid == 0 || pid == HOST_WARM_PROCESS) && size == sizeof *processors, "hold another process to a processor");
    return host_refuses() ? -1 : CPU_COUNT(processors) > 0 ? 0 : (errno = EINVAL, -1);
}

int fake_sethostname(const char *name, size_t size) {
    host_require((host.facts.unshared & CLONE_NEWUTS) && name[size] == '\0', "rename the host");
    if (host_refuses())
        return -1;
    host.facts.host_name = 1;
    return 0;
}

int fake_setgroups(size_t count, const gid_t *groups) {
    host_require(count == 0 && groups == NULL, "take groups");
    return host_refuses() ? -1 : 0;
}

int fake_setresgid(gid_t real, gid_t effective, gid_t saved) {
    host_require(real == 0 && effective == 0 && saved == 0, "become anybody but its namespace's root");
    return host_refuses() ? -1 : 0;
}

int fake_getresuid(uid_t *real, uid_t *effective, uid_t *saved) {
    *effective = *saved = 0;
    *real = host.real_uid;
    return host_refuses() ? -1 : 0;
}

// Only its real id is ever another's, and only while a run goes on.
int fake_setresuid(uid_t real, uid_t effective, uid_t saved) {
    host_require(effective == 0 && saved == 0, "become anybody but its namespace's root");
    host_require(real == 0 || host.ready, "take a program's id before there are programs");
    if (host_refuses())
        return -1;
    host.real_uid = real;
    return 0;
}

int fake_getrlimit(int resource, struct rlimit *limit) {
    (void)resource;
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide();
    limit->rlim_cur = limit->rlim_max = decision == 0 ? RLIM_INFINITY : (rlim_t)decision << (decision & 31);
    return 0;
}

int fake_setrlimit(int resource, const struct rlimit *limit) {
    host_require(host.in_warm && resource == RLIMIT_STACK && limit->rlim_cur == limit->rlim_max, "set a limit of its own");
    return host_refuses() ? -1 : 0;
}

int fake_chroot(const char *path) {
    host_require(host.in_warm && strcmp(path, CELL_RUN_ROOT) == 0, "change its root");
    if (host_refuses())
        return -1;
    host.facts.chrooted = 1;
    return 0;
}

cap_t fake_cap_get_proc(void) {
    host_require(host.in_warm, "have its capabilities last");
    return fake_cap_init();
}

cap_t fake_cap_init(void) {
    static int set;
    return host_refuses() ? NULL : (cap_t)(void *)&set;
}

int fake_cap_free(void *set) {
    host_require(set != NULL, "free no capability set");
    return 0;
}

int fake_cap_set_flag(cap_t set, cap_flag_t flag, int count, const cap_value_t *values, cap_flag_value_t value) {
    (void)set, (void)flag, (void)values;
    host_require(count <= 4 && value == CAP_SET, "keep more capabilities than it needs");
    return host_refuses() ? -1 : 0;
}

int fake_cap_set_proc(cap_t set) {
    (void)set;
    if (host_refuses())
        return -1;
    host.facts.capabilities_reduced = host.facts.bounding_left == 0;
    return 0;
}

int fake_cap_get_bound(cap_value_t capability) {
    return capability < 41;
}

int fake_cap_drop_bound(cap_value_t capability) {
    (void)capability;
    if (host_refuses())
        return -1;
    host.facts.bounding_left--;
    return 0;
}

cap_value_t fake_cap_max_bits(void) {
    return 41;
}
