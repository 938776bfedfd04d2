// How many more namespaces there may be in the cell's user namespace: none but those that runs are given.
#include <fcntl.h>
#include <unistd.h>

#include "cell.h"

// A new user namespace gives whoever makes it every capability in it, and with that the kernel's least tried paths. The
// filters refuse unshare(2) and the flags of clone(2), but the flags of clone3(2), which runs are started with, lie in
// memory that no filter sees. The kernel keeps these counts for each user namespace; raising them again takes
// CAP_SYS_RESOURCE, which is given up next. PID and IPC namespaces are not among them, because runs get new ones, nor mount
// namespaces, because a mount that is attached nowhere yet (fsmount, open_tree) counts as one.
void namespaces_close(const struct cell *cell) {
    static const char *const counts[] = {
        "/proc/sys/user/max_user_namespaces", "/proc/sys/user/max_net_namespaces", "/proc/sys/user/max_uts_namespaces",
        "/proc/sys/user/max_cgroup_namespaces", "/proc/sys/user/max_time_namespaces",
    };
    if (!(cell->layers & LAYER_USER))
        return; // they would be the host's
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        int fd = open(counts[i], O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            continue; // worth trying, not worth failing: in containers /proc/sys is often read-only
        ssize_t written = write(fd, "0", 1);
        (void)written;
        close(fd);
    }
}
