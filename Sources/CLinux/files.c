// Files: made, opened and read in ways that Swift has no call for.
#include "CLinux.h"
#include "result.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int clinux_memory_file(const char *name) {
    return result_of(memfd_create(name, MFD_CLOEXEC));
}

int clinux_new_file(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    if (fd >= 0 && fchmod(fd, 0444) < 0) { // whatever the umask is
        int error = errno;
        close(fd);
        errno = error;
        return -error;
    }
    return result_of(fd);
}

int clinux_reset_times(int fd) {
    const struct timespec none[2] = {{0, 0}, {0, 0}};
    return result_of(futimens(fd, none));
}

int clinux_open_input(int directory, const char *name) {
    return result_of(openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
}

int clinux_is_in_memory(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 && status.f_type == TMPFS_MAGIC;
}

int clinux_open_beneath(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return result_of((int)syscall(SYS_openat2, directory, path, &how, sizeof how));
}

ssize_t clinux_read_file(int fd, char *buffer, size_t size) {
    size_t total = 0;
    while (total < size) {
        ssize_t got = pread(fd, buffer + total, size - total, (off_t)total);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        total += (size_t)got;
    }
    return (ssize_t)total;
}

ssize_t clinux_read_at_once(int fd, char *buffer, size_t size) {
    ssize_t got;
    do
        got = pread(fd, buffer, size, 0);
    while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

int clinux_keyed_value(const char *text, size_t size, const char *key, int64_t *value) {
    size_t length = strlen(key);
    const char *end = text + size;
    for (const char *line = text; line < end;) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        size_t rest = (size_t)((next != NULL ? next : end) - line);
        if (rest > length + 1 && memcmp(line, key, length) == 0 && line[length] == ' ') {
            int64_t number = 0;
            for (const char *c = line + length + 1; c < line + rest && *c >= '0' && *c <= '9'; c++)
                number = number * 10 + (*c - '0');
            *value = number;
            return 1;
        }
        line += rest + 1;
    }
    return 0;
}
