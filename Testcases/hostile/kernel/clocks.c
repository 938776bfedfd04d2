// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: sets the host's clocks, by which everybody's limits are measured
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EINVAL, EOPNOTSUPP};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    struct timeval now;
    struct timespec exact;
    struct timezone zone = {0, 0};
    gettimeofday(&now, NULL);
    clock_gettime(CLOCK_REALTIME, &exact);
    refused("settimeofday", settimeofday(&now, NULL));
    refused("settimeofday of the zone", settimeofday(NULL, &zone));
    refused("clock_settime", clock_settime(CLOCK_REALTIME, &exact));
    refused("clock_settime of the monotonic clock", clock_settime(CLOCK_MONOTONIC, &exact));
    struct timex change = {.modes = ADJ_OFFSET_SINGLESHOT, .offset = 0}, tick = {.modes = ADJ_TICK, .tick = 10000};
    refused("adjtimex", adjtimex(&change));
    refused("adjtimex of the tick", adjtimex(&tick));
    refused("clock_adjtime", clock_adjtime(CLOCK_REALTIME, &tick));
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    refused("a timer that wakes the machine", timer_create(CLOCK_BOOTTIME_ALARM, &event, &timer));
    puts("held");
    return 0;
}
