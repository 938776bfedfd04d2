/* What an event loop is made of: epoll, timerfd, eventfd, signalfd, and a pair of sockets between two processes. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(int holds, int status)
{
    if (!holds)
        exit(status);
}

int main(void)
{
    int count, ends[2], seen = 0;
    must(scanf("%d", &count) == 1, 1);
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0, 2);
    pid_t child = fork();
    must(child >= 0, 3);
    if (child == 0) {
        long long sum = 0, amount;
        for (int i = 0; i < count; i++) {
            must(scanf("%lld", &amount) == 1, 4);
            sum += amount;
        }
        must(send(ends[1], &sum, sizeof sum, 0) == sizeof sum, 5);
        return 0;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    must(sigprocmask(SIG_BLOCK, &signals, NULL) == 0 && raise(SIGUSR1) == 0, 6);
    struct itimerspec soon = {.it_value = {.tv_nsec = 1000000}};
    int sources[] = {timerfd_create(CLOCK_MONOTONIC, 0), eventfd(1, 0), signalfd(-1, &signals, 0), ends[0]};
    must(timerfd_settime(sources[0], 0, &soon, NULL) == 0, 7);
    int loop = epoll_create1(0);
    for (int i = 0; i < 4; i++) {
        struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (uint32_t)i};
        must(epoll_ctl(loop, EPOLL_CTL_ADD, sources[i], &event) == 0, 8);
    }
    while (seen != 15) {
        struct epoll_event event;
        must(epoll_wait(loop, &event, 1, 3000) == 1, 9);
        seen |= 1 << event.data.u32;
    }
    long long sum;
    must(recv(ends[0], &sum, sizeof sum, 0) == sizeof sum, 10);
    must(waitpid(child, NULL, 0) == child, 11);
    printf("%lld\n", sum);
    return 0;
}
