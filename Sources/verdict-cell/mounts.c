#include "mounts.h"

#include "cell.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static int set_number(int context, const char *key, const char *format, uint64_t value) {
    char text[32];
    snprintf(text, sizeof text, format, value);
    return fsconfig(context, FSCONFIG_SET_STRING, key, text, 0);
}

static int configure(int context, uint64_t size, uint64_t inodes, unsigned mode, int64_t owner) {
    if (set_number(context, "size", "%" PRIu64, size) < 0 || set_number(context, "nr_inodes", "%" PRIu64, inodes) < 0
        || set_number(context, "mode", "%" PRIo64, mode) < 0)
        return -1;
    if (owner >= 0 && (set_number(context, "uid", "%" PRIu64, (uint64_t)owner) < 0
                       || set_number(context, "gid", "%" PRIu64, (uint64_t)owner) < 0))
        return -1;
    return fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
}

int mounts_make_tmpfs(uint64_t size, uint64_t inodes, unsigned mode, int64_t owner) {
    int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
    if (context < 0)
        return -1;
    int mount = -1;
    if (configure(context, size, inodes, mode, owner) == 0)
        mount = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    int error = errno;
    close(context);
    errno = error;
    return mount;
}

int mounts_make_nameless(const char *source) {
    // Relative, so that not even the options tell a path. A layer alone is not enough to the kernel.
    if (chdir(source) < 0)
        return -1;
    int context = fsopen("overlay", FSOPEN_CLOEXEC), mount = -1;
    if (context >= 0 && fsconfig(context, FSCONFIG_SET_STRING, "lowerdir", ".:" CELL_EMPTY, 0) == 0
        && fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        mount = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    int error = errno;
    if (context >= 0)
        close(context);
    if (chdir("/") < 0 && mount >= 0) {
        close(mount);
        return -1;
    }
    errno = error;
    return mount;
}

int mounts_make_private(void) {
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

int mounts_bind(int base, const char *source, const char *target) {
    int tree = open_tree(base, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW);
    if (tree < 0)
        return -1;
    int result = move_mount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
    int error = errno;
    close(tree);
    errno = error;
    return result;
}
