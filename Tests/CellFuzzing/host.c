// State, decisions, memory and descriptors; the socket is in host_socket.c, mounts in host_mounts.c, files in host_files.c, processes and
// privileges in host_process.c.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>

#include "fakes.h"

struct host host;

void host_require(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "the cell must not: %s\n", what);
    abort();
}

void host_reset(const uint8_t *decisions, size_t count) {
    start_key = 0;
    memset(&host, 0, offsetof(struct host, mounts));
    memset(&host.mount_count, 0, sizeof host - offsetof(struct host, mount_count));
    host.decisions = decisions;
    host.decision_count = count;
    for (int fd = 0; fd < 3; fd++)
        host.kinds[fd] = HOST_STANDARD;
    host.kinds[WIRE_SOCKET] = HOST_SOCKET;
    host.clock_ns = 1000000000u;
    host.told = &host.report;
    host.facts.bounding_left = 41;
}

uint8_t host_decide(void) {
    if (host.decision_count == 0)
        return 0;
    host.decision_count--;
    return *host.decisions++;
}

int host_refuses(void) {
    static const int errors[] = {EPERM, ENOENT, EINTR, EIO, EBADF, EAGAIN, ENOMEM, EACCES, EBUSY, EEXIST, EINVAL,
                                 EMFILE, ENOSPC, EROFS, ENOSYS, EPIPE};
    host_require(!(host.in_program && host.facts.filter && !host.loads_early), "call the kernel between its filter and execve");
    uint8_t decision = host_decide();
    if (!(decision & 0x80))
        return 0;
    errno = errors[decision & 15];
    return 1;
}

static void hold(void *block) {
    for (int i = 0; i < HOST_BLOCKS; i++)
        if (host.blocks[i] == NULL) {
            host.blocks[i] = block;
            return;
        }
    host_require(0, "hold that much memory");
}

void *fake_malloc(size_t size) {
    host_require(!host.in_child, "allocate between clone and exec");
    if (host_decide() & 0x80)
        return errno = ENOMEM, NULL;
    void *block = malloc(size);
    hold(block);
    return block;
}

void *fake_calloc(size_t count, size_t size) {
    void *block = fake_malloc(count * size);
    return block == NULL ? NULL : memset(block, 0, count * size);
}

void fake_free(void *block) {
    host_require(!host.in_child, "free between clone and exec");
    for (int i = 0; i < HOST_BLOCKS; i++)
        if (host.blocks[i] == block)
            host.blocks[i] = NULL;
    free(block);
}

void host_free_blocks(int most) {
    for (int i = 0; i < HOST_BLOCKS; i++) {
        most -= host.blocks[i] != NULL;
        free(host.blocks[i]);
        host.blocks[i] = NULL;
    }
    host_require(most >= 0, "lose memory");
}

int host_open(enum host_kind kind) {
    for (int fd = 0; fd < HOST_DESCRIPTORS; fd++)
        if (host.kinds[fd] == HOST_CLOSED) {
            host.kinds[fd] = (uint8_t)kind;
            return fd;
        }
    host_require(0, "open that many descriptors");
    return -1;
}

int host_is_open(int fd) {
    return fd >= 0 && fd < HOST_DESCRIPTORS && host.kinds[fd] != HOST_CLOSED;
}

void host_require_closed(void) {
    int pidfds = 0, counters = 0, procs = 0;
    for (int fd = WIRE_SOCKET + 1; fd < HOST_DESCRIPTORS; fd++) {
        pidfds += host.kinds[fd] == HOST_PIDFD;
        counters += host.kinds[fd] == HOST_COUNTER;
        procs += host.kinds[fd] == HOST_PROC;
        host_require(host.kinds[fd] == HOST_CLOSED || host.kinds[fd] == HOST_PIDFD || host.kinds[fd] == HOST_COUNTER
                         || host.kinds[fd] == HOST_PROC,
                     "lose a descriptor");
    }
    host_require(pidfds <= 1 && counters <= 2 && procs <= 1, "lose a descriptor");
}

int fake_close(int fd) {
    host_require(host_is_open(fd) && fd > WIRE_SOCKET, "close what is not open, or not its to close");
    host.kinds[fd] = HOST_CLOSED;
    return 0;
}

int fake_close_range(unsigned first, unsigned last, int flags) {
    if (host_refuses())
        return -1;
    for (unsigned fd = first; fd < HOST_DESCRIPTORS && fd <= last && flags == 0; fd++)
        host.kinds[fd] = HOST_CLOSED;
    if (host.in_program && first == 3 && last == ~0U)
        host.facts.closed_rest = 1;
    return 0;
}

int fake_open(const char *path, int flags, ...) {
    if (host_refuses())
        return -1;
    if (strncmp(path, "/proc/sys/", 10) == 0)
        host_require((host.facts.unshared & CLONE_NEWUSER) && !host.facts.capabilities_reduced,
                     "change a setting that may be the host's");
    if (flags & O_CREAT)
        host_require((flags & O_NOFOLLOW) && strstr(path + 1, "..") == NULL
                         && (strncmp(path, "./root/", 7) == 0 || strcmp(path, "./proc") == 0 || strcmp(path, "./store") == 0),
                     "make a file outside the root");
    return host_open(strcmp(path, "/proc") == 0 ? HOST_PROC : HOST_FILE);
}

ssize_t fake_write(int fd, const void *bytes, size_t size) {
    host_require(host_is_open(fd) && size > 0 && bytes != NULL, "write to what is not open");
    return host_refuses() ? -1 : (ssize_t)size;
}

// A counter's value and two times (perf_event_open(2)), now and then cut short or out of turn.
ssize_t fake_read(int fd, void *bytes, size_t size) {
    host_require(host_is_open(fd) && host.kinds[fd] == HOST_COUNTER && size == 3 * sizeof(uint64_t), "read but a counter");
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide();
    uint64_t counted[] = {host.clock_ns, host.clock_ns, host.clock_ns - (decision & 1)};
    memcpy(bytes, counted, size);
    return decision & 2 ? 8 : (ssize_t)size;
}

int fake_fcntl(int fd, int command, ...) {
    host_require(host_is_open(fd), "ask about what is not open");
    return host_refuses() ? -1 : command == F_DUPFD_CLOEXEC ? host_open((enum host_kind)host.kinds[fd]) : 0;
}

int fake_dup2(int from, int to) {
    host_require(host.in_warm && host_is_open(from) && from > WARM_LIBRARY && to <= WARM_LIBRARY, "renumber but for the warm process");
    if (host_refuses())
        return -1;
    host.kinds[to] = host.kinds[from];
    return to;
}

int fake_memfd_create(const char *name, unsigned flags) {
    host_require(name[0] != '\0' && (flags & MFD_CLOEXEC), "make a memory file that an exec would keep");
    return host_refuses() ? -1 : host_open(HOST_FILE);
}

int fake_ftruncate(int fd, off_t size) {
    host_require(host_is_open(fd) && size == sizeof host.page, "make a page of another size");
    return host_refuses() ? -1 : 0;
}

static int open_pair(int *fds, enum host_kind first) {
    if (host_refuses())
        return -1;
    fds[0] = host_open(first);
    fds[1] = host_open(HOST_FILE);
    return 0;
}

int fake_pipe2(int *fds, int flags) {
    host_require((flags & O_CLOEXEC) != 0, "make a pipe that an exec would keep");
    return open_pair(fds, HOST_FILE);
}

int fake_socketpair(int family, int type, int protocol, int *fds) {
    host_require(family == AF_UNIX && (type & SOCK_CLOEXEC) && protocol == 0, "make a pair that an exec would keep");
    return open_pair(fds, HOST_WARM);
}

int fake_lstat(const char *path, struct stat *status) {
    memset(status, 0, sizeof *status);
    status->st_ino = strlen(path);
    return host_refuses() ? -1 : 0;
}

int fake_fstat(int fd, struct stat *status) {
    host_require(host_is_open(fd), "look at what is not open");
    memset(status, 0, sizeof *status);
    uint8_t decision = host_decide();
    status->st_mode = decision & 1 ? S_IFREG : S_IFDIR;
    return decision & 0x80 ? (errno = EIO, -1) : 0;
}

// cpu.stat, as it is and as it never should be.
ssize_t fake_pread(int fd, void *bytes, size_t size, off_t offset) {
    (void)offset;
    host_require(host_is_open(fd), "read what is not open");
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide();
    host.cpu_us += 1 + 100 * (uint64_t)(decision >> 3);
    static const char *const odd[] = {"", "usage_usec 5", "usage_usec 99999999999999999999999\nuser_usec -1\nsystem_usec x",
                                      "system_usec 1\nuser_usec 2\nusage_usec 1\n"};
    if ((decision & 7) >= 1 && (decision & 7) <= 4)
        return snprintf(bytes, size, "%s", odd[(decision & 7) - 1]);
    if ((decision & 7) == 5)
        return memset(bytes, '7', size), (ssize_t)size;
    return snprintf(bytes, size, "usage_usec %llu\nuser_usec %llu\nsystem_usec %llu\n", (unsigned long long)host.cpu_us,
                    (unsigned long long)host.cpu_us / 2, (unsigned long long)host.cpu_us / 2);
}

void *fake_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset) {
    (void)address, (void)protection, (void)offset;
    if (fd >= 0) {
        host_require(host_is_open(fd) && size == sizeof host.page && (flags & MAP_SHARED), "map another file");
        return host_refuses() ? MAP_FAILED : &host.page;
    }
    host_require(size <= sizeof host.report && (flags & MAP_SHARED) && fd == -1, "map anything but its report");
    return host_refuses() ? MAP_FAILED : &host.report;
}

int fake_clock_gettime(clockid_t clock, struct timespec *now) {
    (void)clock;
    host.clock_ns += 1000;
    *now = (struct timespec){(time_t)(host.clock_ns / 1000000000u), (long)(host.clock_ns % 1000000000u)};
    return 0;
}
