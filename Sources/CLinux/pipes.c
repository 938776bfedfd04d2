// Pipes, with names and without, and who has closed them.
#include "CLinux.h"
#include "result.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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
