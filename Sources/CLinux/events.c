// Waiting: for descriptors, for a time, for each other.
#include "CLinux.h"
#include "result.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int clinux_event(void) {
    return result_of(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
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
