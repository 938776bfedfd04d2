// Files that the cell copies for a run: opened one by one, and never through a link.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "fakes.h"
#include "host.h"

static void require_entry(int directory, const char *name) {
    host_require(host_is_open(directory), "look into what is not open");
    host_require(name[0] != '\0' && strchr(name, '/') == NULL && strcmp(name, "..") != 0, "leave the directory it copies");
}

int fake_openat(int directory, const char *name, int flags, ...) {
    require_entry(directory, name);
    host_require((flags & O_NOFOLLOW) && (flags & O_CLOEXEC), "copy through a link");
    host_require(!(flags & O_CREAT) || (flags & O_EXCL), "write to a file that was there");
    return host_refuses() ? -1 : host_open(HOST_FILE);
}

int fake_mkdirat(int directory, const char *name, mode_t mode) {
    require_entry(directory, name);
    host_require((mode & 07022) == 0, "make a directory that everybody may write to");
    return host_refuses() ? -1 : 0;
}

int fake_fstatat(int directory, const char *name, struct stat *status, int flags) {
    static const mode_t kinds[] = {S_IFLNK | 0777, S_IFIFO | 0644, S_IFREG | 0644, S_IFDIR | 0755};
    require_entry(directory, name);
    host_require(flags == AT_SYMLINK_NOFOLLOW, "look through a link");
    memset(status, 0, sizeof *status);
    uint8_t decision = host_decide();
    status->st_mode = kinds[decision & 3];
    return decision & 0x80 ? (errno = EIO, -1) : 0;
}

// A directory's entries: one or none, and those that every directory has.
ssize_t fake_getdents64(int fd, void *bytes, size_t size) {
    static const char *const names[] = {"file", ".", ".."};
    host_require(host_is_open(fd), "list what is not open");
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide() & 3;
    if (decision == 0)
        return 0;
    size_t used = 0;
    for (int i = 0; i < decision; i++) {
        struct dirent64 entry;
        memset(&entry, 0, sizeof entry);
        entry.d_reclen = 32;
        snprintf(entry.d_name, sizeof entry.d_name, "%s", names[i]);
        host_require(used + entry.d_reclen <= size, "list into so little");
        memcpy((char *)bytes + used, &entry, entry.d_reclen);
        used += entry.d_reclen;
    }
    return (ssize_t)used;
}

ssize_t fake_sendfile(int to, int from, off_t *offset, size_t size) {
    host_require(host_is_open(to) && host_is_open(from) && offset == NULL && size > 0, "copy what is not open");
    return host_refuses() ? -1 : host_decide() & 7;
}

int fake_fchmod(int fd, mode_t mode) {
    host_require(host_is_open(fd) && (mode & 07022) == 0, "let everybody write to a file");
    return host_refuses() ? -1 : 0;
}

// An id that there is not changes nothing and tells what holds. The way back is always open to the namespace's root.
static int set_file_id(uid_t *current, uid_t id) {
    int before = (int)*current;
    if (id != (uid_t)-1 && (id == 0 || !(host_decide() & 0x80)))
        *current = id;
    return before;
}

int fake_setfsuid(uid_t uid) {
    return set_file_id(&host.file_uid, uid);
}

int fake_setfsgid(gid_t gid) {
    return set_file_id(&host.file_gid, gid);
}
