// expect: exited 0 or memory_limit
// wall: rlimits, memory, seccomp
// limits: cpu=5s wall=10s memory=64MiB
// x: makes event objects of all kinds until it is told no, to use up tables that all users share
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(void)
{
    sigset_t none;
    sigemptyset(&none);
    int count = 0;
    for (int quiet = 0; quiet < 10 && count < 1000000; quiet++) {
        int made[] = {inotify_init(), epoll_create(1), eventfd(0, 0), timerfd_create(0, 0), signalfd(-1, &none, 0)};
        for (int i = 0; i < 5; i++)
            if (made[i] >= 0) {
                count++;
                quiet = 0;
            }
    }
    puts(count < 100000 ? "held" : "breach: no end of event objects");
    return count >= 100000;
}
