// expect: exited 0
// wall: pid
// stdout: held
// x: looks for signals that are blocked, ignored or pending from the judge's own life; they would change its fate
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>

int main(void)
{
    sigset_t blocked, pending;
    sigprocmask(SIG_BLOCK, 0, &blocked);
    sigpending(&pending);
    for (int number = 1; number <= SIGRTMAX; number++) {
        struct sigaction action;
        if (sigaction(number, 0, &action) != 0)
            continue;
        int odd = action.sa_handler != SIG_DFL || sigismember(&blocked, number) == 1;
        if (odd || sigismember(&pending, number) == 1) {
            printf("breach: signal %d is not as a new program expects it\n", number);
            return 1;
        }
    }
    puts("held");
    return 0;
}
