/* SIGKILL by its own hand after one question. */
#include <signal.h>
#include <stdio.h>

int main(void) {
    int n, height;
    if (scanf("%d", &n) != 1) return 1;
    puts("measure 1");
    fflush(stdout);
    if (scanf("%d", &height) == 1) raise(SIGKILL);
    return 0;
}
