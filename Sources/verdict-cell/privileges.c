#include <errno.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <linux/securebits.h>

#include "cell.h"

// All that making runs takes: mounts and namespaces, ids, and changing into the runs' root.
static const cap_value_t needed[] = {CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID, CAP_SYS_CHROOT};
enum { NEEDED_COUNT = sizeof needed / sizeof needed[0] };

static int keep_needed_capabilities(int is_lasting, struct failure *failure) {
    cap_t set = cap_init();
    if (set == NULL)
        return failure_set(failure, "make a capability set");
    int result = 0;
    if (cap_set_flag(set, CAP_PERMITTED, NEEDED_COUNT, needed, CAP_SET) < 0
        || cap_set_flag(set, CAP_EFFECTIVE, NEEDED_COUNT, needed, CAP_SET) < 0
        || (is_lasting && cap_set_flag(set, CAP_INHERITABLE, NEEDED_COUNT, needed, CAP_SET) < 0) || cap_set_proc(set) < 0)
        result = failure_set(failure, "give up capabilities");
    cap_free(set);
    return result;
}

// Ambient capabilities (capabilities(7)) stay over an execve although the bounding set is empty. They have to be inheritable as
// well, which takes the bounding set.
static int make_capabilities_last(struct failure *failure) {
    cap_t set = cap_get_proc();
    int result = set == NULL || cap_set_flag(set, CAP_INHERITABLE, NEEDED_COUNT, needed, CAP_SET) < 0 || cap_set_proc(set) < 0;
    for (int i = 0; result == 0 && i < NEEDED_COUNT; i++)
        result = prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, needed[i], 0, 0) < 0;
    if (result != 0)
        failure_set(failure, "make capabilities last");
    if (set != NULL)
        cap_free(set);
    return -result;
}

int privileges_reduce(const struct cell *cell, int is_lasting, struct failure *failure) {
    if (!(cell->layers & LAYER_PRIVILEGES))
        return 0;
    if (is_lasting && make_capabilities_last(failure) < 0)
        return -1;
    // An empty bounding set: no exec below this process can gain a capability, whatever its uid or the file's.
    for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
        if (cap_get_bound(cap) == 1 && cap_drop_bound(cap) < 0)
            return failure_set(failure, "empty the capability bounding set");
    const unsigned long locked = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS_LOCKED
                                 | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
    if (prctl(PR_SET_SECUREBITS, locked, 0, 0, 0) < 0)
        return failure_set(failure, "lock the securebits");
    // Inherited by every run; also what lets an unprivileged process load a seccomp filter.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return failure_set(failure, "set no_new_privs");
    return keep_needed_capabilities(is_lasting, failure);
}
