/* The right answer, and then SIGABRT when the interactor has gone. */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    printf("%d\n", 2 * n);
    fflush(stdout);
    while (getchar() != EOF) {}
    abort();
}
