// What a scratch file system holds in the beginning: a copy of a directory of the store, regular files and directories only.
//
// It is made with the ids of the run for files: so all of it is the run's, and nothing is read that the run could not read.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"

// As deep as files can be named that others send (TreePath), and more than a program's files and those beside it can be: what
// meets these was put there by nobody's program.
enum { CONTENTS_MOST_DEPTH = 32, CONTENTS_MOST_FILES = 16384, CONTENTS_PIECE = 1 << 20 };

struct copying {
    int files; // and directories, so far
    struct failure *failure;
};

static int copy_directory(struct copying *copying, int source, int target, int depth);

static int copy_bytes(int source, int target) {
    ssize_t count;
    do
        count = sendfile(target, source, NULL, CONTENTS_PIECE);
    while (count > 0 || (count < 0 && errno == EINTR));
    return (int)count;
}

static int copy_file(struct copying *copying, int source, mode_t mode, int directory, const char *name) {
    int target = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (target < 0)
        return failure_set(copying->failure, "make %s in a scratch file system", name);
    int result = 0;
    if (copy_bytes(source, target) < 0 || fchmod(target, mode & 0111 ? 0755 : 0644) < 0)
        result = failure_set(copying->failure, "copy %s to a scratch file system", name);
    close(target);
    return result;
}

static int copy_subdirectory(struct copying *copying, int source, int directory, const char *name, int depth) {
    errno = EINVAL;
    if (depth == CONTENTS_MOST_DEPTH)
        return failure_set(copying->failure, "copy %s, which lies in %d directories", name, depth);
    if (mkdirat(directory, name, 0700) < 0)
        return failure_set(copying->failure, "make %s in a scratch file system", name);
    int target = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (target < 0)
        return failure_set(copying->failure, "open %s in a scratch file system", name);
    int result = copy_directory(copying, source, target, depth + 1);
    if (result == 0 && fchmod(target, 0755) < 0)
        result = failure_set(copying->failure, "show %s in a scratch file system", name);
    close(target);
    return result;
}

static int copy_entry(struct copying *copying, int source, int target, const char *name, int depth) {
    struct stat status;
    if (fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return failure_set(copying->failure, "look at %s", name);
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return 0;
    errno = EINVAL;
    if (copying->files++ == CONTENTS_MOST_FILES)
        return failure_set(copying->failure, "copy more than %d files", CONTENTS_MOST_FILES);
    int from = openat(source, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (from < 0)
        return failure_set(copying->failure, "open %s", name);
    int result = S_ISDIR(status.st_mode) ? copy_subdirectory(copying, from, target, name, depth)
                                         : copy_file(copying, from, status.st_mode, target, name);
    close(from);
    return result;
}

static int copy_directory(struct copying *copying, int source, int target, int depth) {
    _Alignas(struct dirent64) char buffer[4096];
    ssize_t size;
    while ((size = getdents64(source, buffer, sizeof buffer)) > 0) {
        const struct dirent64 *entry;
        for (ssize_t at = 0; at < size; at += entry->d_reclen) {
            entry = (const struct dirent64 *)(buffer + at);
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                continue;
            if (copy_entry(copying, source, target, entry->d_name, depth) < 0)
                return -1;
        }
    }
    return size < 0 ? failure_set(copying->failure, "list a directory of the store") : 0;
}

// Neither call tells an error; what holds then is told when an impossible id is asked for.
static int take_file_ids(uid_t uid, gid_t gid) {
    setfsgid(gid);
    setfsuid(uid);
    errno = EPERM;
    return (uid_t)setfsuid((uid_t)-1) == uid && (gid_t)setfsgid((gid_t)-1) == gid ? 0 : -1;
}

int run_copy_contents(const struct cell *cell, const char *name, int target, struct failure *failure) {
    char path[512];
    errno = EINVAL;
    if (name[0] == '/' || strstr(name, "..") != NULL
        || snprintf(path, sizeof path, CELL_STORE "/%s", name) >= (int)sizeof path)
        return failure_set(failure, "copy %s", name);
    uid_t uid = (uid_t)setfsuid((uid_t)-1);
    gid_t gid = (gid_t)setfsgid((gid_t)-1);
    struct copying copying = {.files = 0, .failure = failure};
    int result = 0;
    if (take_file_ids(cell->run_id, cell->run_id) < 0)
        result = failure_set(failure, "write as the run");
    int source = result < 0 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (source >= 0) {
        result = copy_directory(&copying, source, target, 0);
        close(source);
    } else if (result == 0) {
        result = failure_set(failure, "copy %s", name);
    }
    return take_file_ids(uid, gid) < 0 ? failure_set(failure, "write as the cell") : result;
}
