// Ends just below the time limit after a sleep: a doubtful run, whose repeat has no use for a machine of its own.
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
    while (now() < 0.96) {
    }
    usleep(300000);
    puts("1");
}
