// Mounts and names. Whatever is attached must lie below the cell's own root, and the runs' below the runs' root.
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>

#include "fakes.h"
#include "host.h"

static int is_below(const char *path, const char *root) {
    return strncmp(path, root, strlen(root)) == 0 && strstr(path, "..") == NULL;
}

int fake_fsopen(const char *name, unsigned flags) {
    int is_overlay = strcmp(name, "overlay") == 0;
    host_require((is_overlay || strcmp(name, "tmpfs") == 0) && (flags & FSOPEN_CLOEXEC), "open another kind of file system");
    return host_refuses() ? -1 : host_open(is_overlay ? HOST_LAYERS : HOST_CONTEXT);
}

int fake_fsconfig(int fd, unsigned command, const char *key, const void *value, int aux) {
    (void)aux;
    host_require(host_is_open(fd) && (host.kinds[fd] == HOST_CONTEXT || host.kinds[fd] == HOST_LAYERS),
                 "configure what is no file system");
    if (command == FSCONFIG_SET_STRING && host.kinds[fd] == HOST_LAYERS)
        host_require(strcmp(key, "lowerdir") == 0 && strcmp(value, ".:" CELL_EMPTY) == 0, "show a run another directory, or a name");
    // tmpfs(5): no size, or no number of inodes, is no limit.
    if (command == FSCONFIG_SET_STRING && (strcmp(key, "size") == 0 || strcmp(key, "nr_inodes") == 0)) {
        const char *text = value;
        host_require(text[0] != '0' && strlen(text) < 19, "make a tmpfs without limits");
    }
    return host_refuses() ? -1 : 0;
}

int fake_fsmount(int fd, unsigned flags, unsigned attributes) {
    host_require(host_is_open(fd) && (flags & FSMOUNT_CLOEXEC), "mount what is no file system");
    host_require((attributes & MOUNT_ATTR_NOSUID) && (attributes & MOUNT_ATTR_NODEV), "mount setuid programs or devices");
    if (host.kinds[fd] == HOST_LAYERS)
        host_require(attributes & MOUNT_ATTR_RDONLY, "show a run what it can write to");
    return host_refuses() ? -1 : host_open(host.kinds[fd] == HOST_LAYERS ? HOST_TREE : HOST_MOUNT);
}

int fake_open_tree(int base, const char *path, unsigned flags) {
    host_require(path != NULL && (flags & OPEN_TREE_CLONE) && (flags & OPEN_TREE_CLOEXEC), "take hold of the host's own tree");
    if (host.in_program || host.in_warm)
        host_require(host_is_open(base) && host.kinds[base] == HOST_PROC && strcmp(path, "self/fd") == 0,
                     "show a program what is not its own");
    else if (host.ready || host.forks)
        host_require(is_below(path, CELL_STORE "/"), "show a run what is not in the store");
    if (host_refuses())
        return -1;
    host.facts.trees++;
    return host_open(HOST_TREE);
}

int fake_mount_setattr(int fd, const char *path, unsigned flags, struct mount_attr *attributes, size_t size) {
    host_require(size == sizeof *attributes && (attributes->attr_set & MOUNT_ATTR_NOSUID), "allow setuid programs");
    if (host_refuses())
        return -1;
    if (fd == AT_FDCWD && strcmp(path, "/") == 0)
        host.facts.root_closed = (attributes->attr_set & MOUNT_ATTR_RDONLY) != 0;
    else if (flags & AT_RECURSIVE)
        host.facts.read_only_trees++;
    return 0;
}

int fake_move_mount(int from, const char *path, int to, const char *target, unsigned flags) {
    (void)to;
    host_require(host_is_open(from) && (host.kinds[from] == HOST_MOUNT || host.kinds[from] == HOST_TREE) && path[0] == '\0' && (flags & MOVE_MOUNT_F_EMPTY_PATH),
                 "attach what is no mount");
    int is_run = host.ready || host.forks;
    if (host.in_warm)
        host_require(strcmp(target, CELL_RUN_ROOT CELL_DESCRIPTORS) == 0, "show the warm process anything but its descriptors");
    else if (host.in_program) // which is in the runs' root already
        host_require(host.facts.chrooted && strcmp(target, CELL_DESCRIPTORS) == 0, "mount anything but its descriptors");
    else if (is_run)
        host_require(is_below(target, CELL_RUN_ROOT "/"), "mount outside the runs' root");
    else
        host_require(strcmp(target, "/tmp") == 0 || strcmp(target, "proc") == 0 || strcmp(target, "store") == 0
                         || is_below(target, "root/"),
                     "mount outside the root");
    if (host_refuses())
        return -1;
    if (host.in_warm) {
        host.kinds[from] = HOST_CLOSED; // by the execve
    } else if (host.in_program) {
        host.facts.descriptors_shown = 1;
    } else if (is_run && host.kinds[from] == HOST_TREE) {
        host_require(host.shown_count < HOST_MOUNTS, "show that much");
        snprintf(host.shown[host.shown_count++], sizeof host.shown[0], "%s", target);
    } else if (is_run) {
        host_require(host.mount_count < HOST_MOUNTS, "mount that much");
        snprintf(host.mounts[host.mount_count++], sizeof host.mounts[0], "%s", target);
    }
    return 0;
}

int fake_mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data) {
    (void)source, (void)data;
    if (type == NULL)
        host_require(strcmp(target, "/") == 0 && flags == (MS_REC | MS_PRIVATE), "change mounts");
    else
        host_require(strcmp(type, "proc") == 0 && strcmp(target, CELL_RUN_ROOT "/proc") == 0
                         && flags == (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC),
                     "mount anything but a proc");
    if (host_refuses())
        return -1;
    if (type != NULL)
        host.facts.proc_mounted = 1;
    return 0;
}

int fake_umount2(const char *target, int flags) {
    host_require(flags == MNT_DETACH, "wait for a mount to be idle");
    if (strcmp(target, ".") == 0)
        return host_refuses() ? -1 : 0;
    for (int i = host.mount_count - 1; i >= 0; i--)
        if (strcmp(host.mounts[i], target) == 0) {
            memmove(host.mounts[i], host.mounts[i + 1], (size_t)(--host.mount_count - i) * sizeof host.mounts[0]);
            return 0;
        }
    if (host.shown_count > 0 && strcmp(host.shown[host.shown_count - 1], target) == 0) {
        if (host_refuses())
            return -1;
        host.shown_count--;
        return 0;
    }
    host_require(strcmp(target, CELL_RUN_ROOT "/proc") == 0 || strcmp(target, CELL_RUN_ROOT CELL_DESCRIPTORS) == 0,
                 "unmount what is not the run's");
    return errno = EINVAL, -1;
}

int fake_mkdir(const char *path, mode_t mode) {
    (void)mode;
    host_require((is_below(path, "./root") && (path[6] == '\0' || path[6] == '/')) || strcmp(path, "./proc") == 0
                     || strcmp(path, "./store") == 0 || strcmp(path, "./empty") == 0,
                 "make a directory outside the root");
    return host_refuses() ? -1 : 0;
}

int fake_symlink(const char *target, const char *path) {
    (void)target;
    host_require(is_below(path, "./root/dev/"), "make a link outside the root");
    return host_refuses() ? -1 : 0;
}

int fake_fchdir(int fd) {
    host_require(host_is_open(fd), "enter what is not open");
    return host_refuses() ? -1 : 0;
}

int fake_chdir(const char *path) {
    host_require(path[0] == '/', "enter a directory that depends on where it is");
    if (host_refuses())
        return -1;
    if (host.in_program)
        host.facts.directory = 1;
    return 0;
}

mode_t fake_umask(mode_t mask) {
    (void)mask;
    return 022;
}
