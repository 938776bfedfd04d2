#include "mounts.h"

#include "cell.h"
#include "raw.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

uint64_t start_key;

static int configure_with(int context, unsigned command, const char *key, const char *value) {
    return start_call(SYS_fsconfig, context, command, key, value, 0);
}

static int open_context(const char *type) {
    return start_call(SYS_fsopen, type, FSOPEN_CLOEXEC, 0, 0, 0);
}

static int make_mount(int context, unsigned attributes) {
    return start_call(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes, 0, 0);
}

static int set_number(int context, const char *key, const char *format, uint64_t value) {
    char text[32];
    snprintf(text, sizeof text, format, value);
    return configure_with(context, FSCONFIG_SET_STRING, key, text);
}

static int configure(int context, uint64_t size, uint64_t inodes, unsigned mode, int64_t owner) {
    if (set_number(context, "size", "%" PRIu64, size) < 0 || set_number(context, "nr_inodes", "%" PRIu64, inodes) < 0
        || set_number(context, "mode", "%" PRIo64, mode) < 0)
        return -1;
    if (owner >= 0 && (set_number(context, "uid", "%" PRIu64, (uint64_t)owner) < 0
                       || set_number(context, "gid", "%" PRIu64, (uint64_t)owner) < 0))
        return -1;
    return configure_with(context, FSCONFIG_CMD_CREATE, NULL, NULL);
}

int mounts_make_tmpfs(uint64_t size, uint64_t inodes, unsigned mode, int64_t owner) {
    int context = open_context("tmpfs");
    if (context < 0)
        return -1;
    int mount = -1;
    if (configure(context, size, inodes, mode, owner) == 0)
        mount = make_mount(context, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    int error = errno;
    close(context);
    errno = error;
    return mount;
}

int mounts_make_nameless(const char *source) {
    // Relative, so that not even the options tell a path. A layer alone is not enough to the kernel.
    if (chdir(source) < 0)
        return -1;
    int context = open_context("overlay"), mount = -1;
    if (context >= 0 && configure_with(context, FSCONFIG_SET_STRING, "lowerdir", ".:" CELL_EMPTY) == 0
        && configure_with(context, FSCONFIG_CMD_CREATE, NULL, NULL) == 0)
        mount = make_mount(context, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
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

int mounts_attach(int mount, const char *target) {
    return start_call(SYS_move_mount, mount, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

int mounts_detach(const char *target) {
    return start_call(SYS_umount2, target, MNT_DETACH, 0, 0, 0);
}

int mounts_bind(int base, const char *source, const char *target) {
    int tree = start_call(SYS_open_tree, base, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW, 0, 0);
    if (tree < 0)
        return -1;
    int result = mounts_attach(tree, target);
    int error = errno;
    close(tree);
    errno = error;
    return result;
}
