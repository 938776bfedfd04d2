/* Ends itself by a signal that a judge might send as well. */
#include <signal.h>
#include <stdio.h>

int main(void) {
    int a, b;
    if (scanf("%d %d", &a, &b) == 2) printf("%d %d\n", a / b, a % b);
    fflush(stdout);
    raise(SIGTERM);
    for (;;) raise(SIGKILL);
}
