#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

static int result_of(int value) {
    return value < 0 ? -errno : value;
}

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

int clinux_socket_pair(int *first, int *second) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
        return -errno;
    *first = fds[0];
    *second = fds[1];
    return 0;
}

int clinux_pipe(int *read_end, int *write_end) {
    int error = clinux_blocking_pipe(read_end, write_end);
    if (error < 0)
        return error;
    error = clinux_never_block(*read_end); // of this end only: the program's end must block
    if (error < 0) {
        close(*read_end);
        close(*write_end);
    }
    return error;
}

int clinux_blocking_pipe(int *read_end, int *write_end) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0)
        return -errno;
    if (fchmod(fds[0], 0666) < 0) { // both ends are one file
        int error = -errno;
        close(fds[0]);
        close(fds[1]);
        return error;
    }
    *read_end = fds[0];
    *write_end = fds[1];
    return 0;
}

int clinux_widen_pipe(int fd, int size) {
    return result_of(fcntl(fd, F_SETPIPE_SZ, size));
}

int clinux_open_read_end(int fd) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return result_of(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
}

int clinux_never_block(int fd) {
    return result_of(fcntl(fd, F_SETFL, O_NONBLOCK));
}

ssize_t clinux_write_pipe(int fd, const void *bytes, size_t size) {
    sigset_t only, before, pending;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    sigemptyset(&pending);
    sigpending(&pending);
    int error = pthread_sigmask(SIG_BLOCK, &only, &before);
    if (error != 0)
        return -error;
    ssize_t written;
    do
        written = write(fd, bytes, size);
    while (written < 0 && errno == EINTR);
    error = errno;
    // The signal is this thread's own and waits for it; one that was there before stays.
    if (written < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE)) {
        struct timespec now = {0, 0};
        while (sigtimedwait(&only, NULL, &now) < 0 && errno == EINTR)
            ;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return written < 0 ? -error : written;
}

ssize_t clinux_pending(int fd) {
    int bytes = 0;
    return ioctl(fd, FIONREAD, &bytes) < 0 ? -errno : bytes;
}

int clinux_notices(void) {
    return result_of(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
}

int clinux_watch_pipe(int notices, int fd) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return result_of(inotify_add_watch(notices, path, IN_CLOSE_WRITE | IN_CLOSE_NOWRITE));
}

int clinux_next_notice(int notices, int *pipe, int *is_write_end) {
    struct inotify_event notice; // of a pipe: no name follows
    ssize_t size = read(notices, &notice, sizeof notice);
    if (size < 0)
        return errno == EAGAIN ? 0 : -errno;
    *pipe = notice.wd;
    *is_write_end = (notice.mask & IN_CLOSE_WRITE) != 0;
    return 1;
}

int clinux_await(int epoll, int fd, int writable, uint64_t key) {
    struct epoll_event event = {.events = (writable ? EPOLLOUT : EPOLLIN) | EPOLLONESHOT, .data.u64 = key};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) == 0)
        return 0;
    return errno == ENOENT ? result_of(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) : -errno;
}

int clinux_event(void) {
    return result_of(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

union control {
    char bytes[CMSG_SPACE(sizeof(int) * CLINUX_MAX_DESCRIPTORS)];
    struct cmsghdr align;
};

int clinux_send(int socket, const void *bytes, size_t size, const int *descriptors, size_t count) {
    if (count > CLINUX_MAX_DESCRIPTORS)
        return -EINVAL;
    union control control;
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = size};
    struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};
    if (count > 0) {
        memset(&control, 0, sizeof control);
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *c = CMSG_FIRSTHDR(&header);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * count);
        memcpy(CMSG_DATA(c), descriptors, sizeof(int) * count);
    }
    while (piece.iov_len > 0) {
        ssize_t sent = sendmsg(socket, &header, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -errno;
        piece.iov_base = (char *)piece.iov_base + sent;
        piece.iov_len -= (size_t)sent;
        header.msg_control = NULL; // the descriptors went with the first byte
        header.msg_controllen = 0;
    }
    return 0;
}

static void append_descriptors(struct msghdr *header, int *descriptors, size_t *count) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t number = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < number; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            if (*count < CLINUX_MAX_DESCRIPTORS)
                descriptors[(*count)++] = fd;
            else
                close(fd);
        }
    }
}

ssize_t clinux_receive(int socket, void *bytes, size_t size, int *descriptors, size_t *count) {
    for (;;) {
        union control control;
        struct iovec piece = {.iov_base = bytes, .iov_len = size};
        struct msghdr header = {
            .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
        ssize_t received = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
        if (received < 0 && errno == EINTR)
            continue;
        if (received < 0)
            return -errno;
        append_descriptors(&header, descriptors, count);
        return header.msg_flags & MSG_CTRUNC ? -EPROTO : received;
    }
}

// Every signal back to its default and none blocked: this process's choices are not the other's.
static int set_attributes(posix_spawnattr_t *attributes, short flags) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0)
        error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0)
        error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | flags);
    return error;
}

static int set_actions(posix_spawn_file_actions_t *actions, int socket) {
    int error = 0;
    // dup2 of a descriptor onto itself would leave it close-on-exec, hence by way of 4.
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, socket, 4);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, 4, 3);
    for (int fd = 0; fd < 3 && error == 0; fd++)
        error = posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_RDWR, 0);
    if (error == 0)
        error = posix_spawn_file_actions_addclosefrom_np(actions, 4);
    return error;
}

int clinux_spawn(const char *path, int socket, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return -error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    char name[] = "verdict-cell";
    char *arguments[] = {name, NULL};
    char *environment[] = {NULL};
    error = set_actions(&actions, socket);
    // No terminal: a Ctrl-C there is for the worker to handle, and no run can write into its input.
    if (error == 0)
        error = set_attributes(&attributes, POSIX_SPAWN_SETSID);
    if (error == 0)
        error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
}

static int set_streams(posix_spawn_file_actions_t *actions, const int *streams) {
    int error = 0;
    for (int fd = 0; fd < 3 && error == 0; fd++)
        error = streams[fd] < 0 ? posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_RDWR, 0)
                                : posix_spawn_file_actions_adddup2(actions, streams[fd], fd);
    return error == 0 ? posix_spawn_file_actions_addclosefrom_np(actions, 3) : error;
}

int clinux_start(char *const *words, char *const *variables, const int *streams, int group, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return -error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    error = set_streams(&actions, streams);
    // The number of its group is 0, which is its own.
    if (error == 0)
        error = set_attributes(&attributes, group ? POSIX_SPAWN_SETPGROUP : 0);
    if (error == 0)
        error = posix_spawnp(pid, words[0], &actions, &attributes, words, variables == NULL ? environ : variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
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

int64_t clinux_clock(int clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) return -errno;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
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

int clinux_timer(void) {
    return result_of(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
}

int clinux_set_timer(int timer, int delay) {
    struct itimerspec when = {.it_value = {.tv_sec = delay / 1000, .tv_nsec = delay % 1000 * 1000000L}};
    if (delay < 0)
        when.it_value = (struct timespec){0, 0};
    else if (delay == 0)
        when.it_value.tv_nsec = 1; // zero would mean never
    return result_of(timerfd_settime(timer, 0, &when, NULL));
}

int clinux_epoll(void) {
    return result_of(epoll_create1(EPOLL_CLOEXEC));
}

int clinux_watch(int epoll, int fd, uint64_t key) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = key};
    return result_of(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
}

int clinux_watch_again(int epoll, int fd, int input, uint64_t key) {
    struct epoll_event event = {.events = input ? EPOLLIN : 0, .data.u64 = key}; // EPOLLHUP is always told
    return result_of(epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event));
}

int clinux_unwatch(int epoll, int fd) {
    return result_of(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL));
}

int clinux_wait(int epoll, uint64_t *keys, size_t capacity) {
    struct epoll_event found[64];
    int most = capacity < 64 ? (int)capacity : 64;
    int count;
    do
        count = epoll_wait(epoll, found, most, -1);
    while (count < 0 && errno == EINTR);
    for (int i = 0; i < count; i++)
        keys[i] = found[i].data.u64;
    return result_of(count);
}

int clinux_poll(const int *descriptors, size_t count, int64_t timeout) {
    struct pollfd events[8];
    if (count > sizeof events / sizeof events[0])
        return -EINVAL;
    for (size_t i = 0; i < count; i++)
        events[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    struct timespec time = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};
    int ready;
    do
        ready = ppoll(events, count, &time, NULL);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return -errno;
    int bits = 0;
    for (size_t i = 0; i < count; i++)
        bits |= (events[i].revents != 0) << i;
    return bits;
}

static volatile sig_atomic_t signal_event = -1;

static void note_signal(int number) {
    (void)number;
    int error = errno;
    uint64_t one = 1;
    ssize_t written = write(signal_event, &one, sizeof one); // fails only after 2^64 signals
    (void)written;
    errno = error;
}

int clinux_catch_signals(const int *signals, size_t count, int event, int heed_ignored) {
    signal_event = event;
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++) {
        struct sigaction current;
        if (sigaction(signals[i], NULL, &current) < 0)
            return -errno;
        if (current.sa_handler == SIG_IGN && !heed_ignored)
            continue;
        if (sigaction(signals[i], &action, NULL) < 0)
            return -errno;
    }
    return 0;
}

// The kernel refuses a mask that is shorter than its own; none has more than this many.
enum { MOST_PROCESSORS = 1 << 15 };

int clinux_allowed_processors(int *processors, size_t capacity) {
    static _Thread_local unsigned char mask[MOST_PROCESSORS / 8];
    long size = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    if (size < 0)
        return -errno;
    size_t count = 0;
    for (int number = 0; number < (int)size * 8 && count < capacity; number++)
        if (mask[number / 8] >> (number % 8) & 1)
            processors[count++] = number;
    return (int)count;
}

int clinux_try_counter(uint32_t type, uint64_t config) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = type;
    attributes.config = config;
    attributes.disabled = attributes.inherit = attributes.exclude_kernel = attributes.exclude_hv = 1;
    int counter = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (counter < 0)
        return -errno;
    close(counter);
    return 0;
}

int clinux_mount_cgroup2(void) {
    int context = fsopen("cgroup2", FSOPEN_CLOEXEC);
    if (context < 0)
        return -errno;
    int mount = -1;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        mount = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    int result = result_of(mount);
    close(context);
    return result;
}
