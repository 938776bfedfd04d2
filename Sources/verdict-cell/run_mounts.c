// What a run sees besides the cell's root: directories of the store, read-only, and file systems of its own.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mounts.h"
#include "run.h"

#define SCRATCH_MOST ((uint64_t)1 << 50)

// Where something is mounted for runs: an existing directory of the read-only root.
static int make_target(char *path, size_t size, const char *target, struct failure *failure) {
    errno = EINVAL;
    if (target[0] != '/' || strstr(target, "..") != NULL
        || snprintf(path, size, CELL_RUN_ROOT "%s", target) >= (int)size)
        return failure_set(failure, "use %s in a run", target);
    return 0;
}

static int find_source(struct shown *shown, const char *source, struct failure *failure) {
    shown->device = 0;
    shown->inode = 0;
    errno = EINVAL;
    if (source[0] == '/' || strstr(source, "..") != NULL
        || snprintf(shown->source, sizeof shown->source, CELL_STORE "/%s", source) >= (int)sizeof shown->source)
        return failure_set(failure, "show %s", source);
    struct stat status;
    if (lstat(shown->source, &status) < 0)
        return failure_set(failure, "show %s", source);
    shown->device = status.st_dev;
    shown->inode = status.st_ino;
    return 0;
}

static int is_same(const struct shown *left, const struct shown *right) {
    return left->device == right->device && left->inode == right->inode && left->is_nameless == right->is_nameless
           && strcmp(left->source, right->source) == 0
           && strcmp(left->target, right->target) == 0;
}

static int hide_all(struct cell *cell, struct failure *failure) {
    while (cell->shown_count > 0) {
        const char *target = cell->shown[cell->shown_count - 1].target;
        if (mounts_detach(target) < 0)
            return failure_set(failure, "unmount %s", target);
        cell->shown_count--;
    }
    return 0;
}

// Shows one directory. A run with /proc can read in its mountinfo where on the host a bind comes from, and with it where the
// judge keeps what; so there it is the lower layer of an overlay, whose root has no name. Kernels that have no overlay here
// show the bind.
static int show(const struct shown *shown) {
    int mount = shown->is_nameless ? mounts_make_nameless(shown->source) : -1;
    if (mount < 0)
        return mounts_bind(AT_FDCWD, shown->source, shown->target);
    int result = mounts_attach(mount, shown->target);
    int error = errno;
    close(mount);
    errno = error;
    return result;
}

// Shows the directories that the run asks for. Those of the run before stay where they are if they are the same in the
// same order: unmounting waits for the whole kernel to look away (RCU).
static int mount_directories(struct run *run, struct failure *failure) {
    struct cell *cell = run->cell;
    size_t count = run->request->n_directories;
    struct shown wanted[CELL_MAX_SHOWN];
    errno = EINVAL;
    if (count > CELL_MAX_SHOWN)
        return failure_set(failure, "show %zu directories", count);
    int same = count == cell->shown_count;
    for (size_t i = 0; i < count; i++) {
        const Verdict__Cell__V1__Directory *directory = run->request->directories[i];
        if (make_target(wanted[i].target, sizeof wanted[i].target, directory->target, failure) < 0
            || find_source(&wanted[i], directory->source, failure) < 0)
            return -1;
        wanted[i].is_nameless = run->request->proc;
        same = same && is_same(&wanted[i], &cell->shown[i]);
    }
    if (same)
        return 0;
    if (hide_all(cell, failure) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (show(&wanted[i]) < 0)
            return failure_set(failure, "show %s at %s", wanted[i].source, wanted[i].target);
        cell->shown[cell->shown_count++] = wanted[i];
    }
    return 0;
}

static int mount_scratch(struct run *run, struct failure *failure) {
    for (size_t i = 0; i < run->request->n_scratch; i++) {
        const Verdict__Cell__V1__Scratch *scratch = run->request->scratch[i];
        errno = EINVAL;
        if (run->mounted_count == RUN_MAX_MOUNTS)
            return failure_set(failure, "make %zu scratch file systems", run->request->n_scratch);
        char *target = run->mounted[run->mounted_count];
        if (make_target(target, sizeof run->mounted[0], scratch->target, failure) < 0)
            return -1;
        // To a tmpfs, 0 means no limit, and so does what wraps when it is counted in pages (tmpfs(5)).
        errno = EINVAL;
        if (scratch->size == 0 || scratch->inodes == 0 || scratch->size > SCRATCH_MOST || scratch->inodes > SCRATCH_MOST)
            return failure_set(failure, "make a tmpfs without limits for %s", scratch->target);
        int fd = mounts_make_tmpfs(scratch->size, scratch->inodes, 0700, run->cell->run_id);
        if (fd < 0)
            return failure_set(failure, "make a tmpfs for %s", scratch->target);
        if (scratch->contents[0] != '\0' && run_copy_contents(run->cell, scratch->contents, fd, failure) < 0) {
            close(fd);
            return -1;
        }
        if (mounts_attach(fd, target) < 0) {
            failure_set(failure, "mount a tmpfs at %s", scratch->target);
            close(fd);
            return -1;
        }
        run->mounted_count++;
        if (scratch->kept && run->kept_count < WIRE_MAX_DESCRIPTORS)
            run->kept[run->kept_count++] = fd;
        else
            close(fd);
    }
    return 0;
}

int run_mount(struct run *run, struct failure *failure) {
    return mount_directories(run, failure) < 0 ? -1 : mount_scratch(run, failure);
}

void run_unmount(struct run *run) {
    // Detached: a descriptor that the worker keeps holds on to what the run has left.
    while (run->mounted_count > 0)
        mounts_detach(run->mounted[--run->mounted_count]);
}

void run_unmount_proc(const struct run *run) {
    // Mounted by the init and the program; if they did not come so far, there is nothing to unmount.
    if (run->request->proc)
        mounts_detach(CELL_RUN_ROOT "/proc");
    else if (run->request->descriptors)
        mounts_detach(CELL_RUN_ROOT CELL_DESCRIPTORS);
}
