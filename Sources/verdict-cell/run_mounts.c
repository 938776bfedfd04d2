// What a run sees besides the cell's root: directories of the store, read-only, and file systems of its own.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mounts.h"
#include "run.h"

#define SCRATCH_MOST ((uint64_t)1 << 50)

// Where a mount for this run goes: an existing directory of the read-only root.
static char *next_target(struct run *run, const char *target, struct failure *failure) {
    errno = EINVAL;
    char *path = run->mounted[run->mounted_count];
    if (run->mounted_count == RUN_MAX_MOUNTS || target[0] != '/' || strstr(target, "..") != NULL
        || snprintf(path, sizeof run->mounted[0], CELL_RUN_ROOT "%s", target) >= (int)sizeof run->mounted[0]) {
        failure_set(failure, "use %s in a run", target);
        return NULL;
    }
    return path;
}

static int mount_directories(struct run *run, struct failure *failure) {
    for (size_t i = 0; i < run->request->n_directories; i++) {
        const Verdict__Cell__V1__Directory *directory = run->request->directories[i];
        char *target = next_target(run, directory->target, failure);
        if (target == NULL)
            return -1;
        char source[512];
        errno = EINVAL;
        if (directory->source[0] == '/' || strstr(directory->source, "..") != NULL
            || snprintf(source, sizeof source, CELL_STORE "/%s", directory->source) >= (int)sizeof source)
            return failure_set(failure, "show %s", directory->source);
        if (mounts_bind(AT_FDCWD, source, target) < 0)
            return failure_set(failure, "show %s at %s", directory->source, directory->target);
        run->mounted_count++;
    }
    return 0;
}

static int mount_scratch(struct run *run, struct failure *failure) {
    for (size_t i = 0; i < run->request->n_scratch; i++) {
        const Verdict__Cell__V1__Scratch *scratch = run->request->scratch[i];
        char *target = next_target(run, scratch->target, failure);
        if (target == NULL)
            return -1;
        // To a tmpfs, 0 means no limit, and so does what wraps when it is counted in pages (tmpfs(5)).
        errno = EINVAL;
        if (scratch->size == 0 || scratch->inodes == 0 || scratch->size > SCRATCH_MOST || scratch->inodes > SCRATCH_MOST)
            return failure_set(failure, "make a tmpfs without limits for %s", scratch->target);
        int fd = mounts_make_tmpfs(scratch->size, scratch->inodes, 0700, run->cell->run_id);
        if (fd < 0)
            return failure_set(failure, "make a tmpfs for %s", scratch->target);
        if (move_mount(fd, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0) {
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
        umount2(run->mounted[--run->mounted_count], MNT_DETACH);
    if (run->request->proc) // mounted by the init; if it did not come so far, there is nothing to unmount
        umount2(CELL_RUN_ROOT "/proc", MNT_DETACH);
}
