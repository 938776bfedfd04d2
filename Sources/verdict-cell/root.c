// The cell's own root: a tmpfs with the host's /proc (so that the kernel lets a run mount one), the store, and the runs'
// root of read-only binds. All of it is read-only once built.
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cell.h"
#include "mounts.h"

enum { ROOT_MAX_MOUNTS = 256 };

// A clone of a place on the host, to be attached once the new root stands.
struct piece {
    int fd;
    int is_directory;
    char target[512];
};

static int clone_piece(struct piece *piece, const char *source, const char *target, uint64_t attributes,
                       int optional, struct failure *failure) {
    piece->fd = open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (piece->fd < 0 && optional && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (piece->fd < 0)
        return failure_set(failure, "find %s", source);
    struct mount_attr attr = {.attr_set = attributes};
    if (mount_setattr(piece->fd, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) < 0)
        return failure_set(failure, "make %s read-only", source);
    struct stat status;
    if (fstat(piece->fd, &status) < 0)
        return failure_set(failure, "look at %s", source);
    piece->is_directory = S_ISDIR(status.st_mode);
    errno = ENAMETOOLONG;
    if (snprintf(piece->target, sizeof piece->target, "%s", target) >= (int)sizeof piece->target)
        return failure_set(failure, "show %s", source);
    return 0;
}

// Makes the directories above `path`, and `path` itself as a directory or an empty file, below the current directory.
static int make_place(const char *path, int is_directory, struct failure *failure) {
    char buffer[512];
    errno = EINVAL;
    if (path[0] != '/' || strstr(path, "..") != NULL
        || snprintf(buffer, sizeof buffer, ".%s", path) >= (int)sizeof buffer)
        return failure_set(failure, "make %s in the root", path);
    for (char *slash = strchr(buffer + 2, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(buffer, 0755) < 0 && errno != EEXIST)
            return failure_set(failure, "make %s in the root", buffer + 1);
        *slash = '/';
    }
    if (is_directory)
        return mkdir(buffer, 0755) < 0 && errno != EEXIST ? failure_set(failure, "make %s in the root", path) : 0;
    int fd = open(buffer, O_CREAT | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return failure_set(failure, "make %s in the root", path);
    close(fd);
    return 0;
}

static int attach(struct piece *piece, struct failure *failure) {
    if (piece->fd < 0)
        return 0;
    if (make_place(piece->target, piece->is_directory, failure) < 0)
        return -1;
    if (move_mount(piece->fd, "", AT_FDCWD, piece->target + 1, MOVE_MOUNT_F_EMPTY_PATH) < 0)
        return failure_set(failure, "show %s", piece->target);
    close(piece->fd);
    piece->fd = -1;
    return 0;
}

// Clones everything while the host's tree is still in sight; a place below /tmp would be hidden later.
static int clone_pieces(struct piece *pieces, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    const uint64_t closed = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    if (clone_piece(&pieces[0], "/proc", "/proc", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, 0, failure) < 0)
        return -1;
    if (clone_piece(&pieces[1], setup->store, CELL_STORE, closed, 0, failure) < 0)
        return -1;
    for (size_t i = 0; i < setup->n_mounts; i++) {
        const Verdict__Cell__V1__Mount *mount = setup->mounts[i];
        char target[512];
        errno = EINVAL; // without the slash it would lie beside the runs' root
        if (mount->target[0] != '/' || snprintf(target, sizeof target, CELL_RUN_ROOT "%s", mount->target) >= (int)sizeof target)
            return failure_set(failure, "show %s", mount->source);
        // A device can be written to on a read-only mount; its times and mode cannot be changed there.
        uint64_t attributes = mount->device ? MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC : closed;
        if (clone_piece(&pieces[2 + i], mount->source, target, attributes, mount->optional, failure) < 0)
            return -1;
    }
    return 0;
}

static int make_mount_points(const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    if (make_place(CELL_RUN_ROOT CELL_DESCRIPTORS, 1, failure) < 0 || make_place(CELL_EMPTY, 1, failure) < 0)
        return -1;
    for (size_t i = 0; i < setup->n_mount_points; i++) {
        char path[512];
        errno = EINVAL;
        if (setup->mount_points[i][0] != '/'
            || snprintf(path, sizeof path, CELL_RUN_ROOT "%s", setup->mount_points[i]) >= (int)sizeof path)
            return failure_set(failure, "make a mount point");
        if (make_place(path, 1, failure) < 0)
            return -1;
    }
    // Programs and runtimes open these by name.
    if (symlink(CELL_DESCRIPTORS, "." CELL_RUN_ROOT "/dev/fd") < 0 || symlink(CELL_DESCRIPTORS "/0", "." CELL_RUN_ROOT "/dev/stdin") < 0
        || symlink(CELL_DESCRIPTORS "/1", "." CELL_RUN_ROOT "/dev/stdout") < 0
        || symlink(CELL_DESCRIPTORS "/2", "." CELL_RUN_ROOT "/dev/stderr") < 0)
        return failure_set(failure, "link /dev/fd");
    return 0;
}

// Makes the tmpfs in the current directory the root, and lets go of the host's tree (pivot_root(2), ".", ".").
static int change_root(uint32_t layers, struct failure *failure) {
    if (syscall(SYS_pivot_root, ".", ".") < 0)
        return failure_set(failure, "change the root");
    if (umount2(".", MNT_DETACH) < 0)
        return failure_set(failure, "let go of the host's root");
    if (chdir("/") < 0)
        return failure_set(failure, "enter the root");
    struct mount_attr attr = {.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV};
    if (layers & LAYER_MOUNT)
        attr.attr_set |= MOUNT_ATTR_RDONLY;
    if (mount_setattr(AT_FDCWD, "/", 0, &attr, sizeof attr) < 0)
        return failure_set(failure, "make the root read-only");
    return 0;
}

// Makes the tmpfs that will be the root, and enters it.
static int enter_new_root(struct failure *failure) {
    int root = mounts_make_tmpfs(4 << 20, 16384, 0755, -1);
    if (root < 0)
        return failure_set(failure, "make a tmpfs for the root");
    int result = 0;
    // /tmp is only where the new root hangs until it is pivoted to; no file of the host's /tmp is touched.
    if (move_mount(root, "", AT_FDCWD, "/tmp", MOVE_MOUNT_F_EMPTY_PATH) < 0)
        result = failure_set(failure, "attach the root at /tmp");
    else if (fchdir(root) < 0)
        result = failure_set(failure, "enter the root");
    close(root);
    return result;
}

static int assemble(struct piece *pieces, size_t count, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    if (enter_new_root(failure) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (attach(&pieces[i], failure) < 0)
            return -1;
    if (make_mount_points(setup, failure) < 0)
        return -1;
    return change_root(setup->layers, failure);
}

// What runs read is opened by the worker through this mount: nothing on it can be marked, by whatever right. It is attached
// nowhere, so that not even this process could name what other runs read.
static int clone_inputs(struct cell *cell, const char *source, struct failure *failure) {
    struct piece piece = {.fd = -1};
    const uint64_t closed = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    int result = clone_piece(&piece, source, "/", closed, 0, failure);
    cell->inputs = piece.fd;
    return result;
}

int root_build(struct cell *cell, const Verdict__Cell__V1__Setup *setup, int takes_ids, struct failure *failure) {
    errno = E2BIG;
    if (setup->n_mounts > ROOT_MAX_MOUNTS)
        return failure_set(failure, "show %zu places of the host", setup->n_mounts);
    umask(022);
    // What is mounted from here on must not show up on the host.
    if (mounts_make_private() < 0)
        return failure_set(failure, "make mounts private");
    size_t count = setup->n_mounts + 2;
    struct piece *pieces = calloc(count, sizeof *pieces);
    if (pieces == NULL)
        return failure_set(failure, "make the root");
    for (size_t i = 0; i < count; i++)
        pieces[i].fd = -1;
    int result = clone_pieces(pieces, setup, failure);
    if (result == 0)
        result = clone_inputs(cell, setup->inputs, failure);
    if (result == 0 && takes_ids)
        result = cell_take_ids(cell, failure);
    if (result == 0)
        result = assemble(pieces, count, setup, failure);
    for (size_t i = 0; i < count; i++)
        if (pieces[i].fd >= 0)
            close(pieces[i].fd);
    free(pieces);
    return result;
}
