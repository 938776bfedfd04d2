/* Asks, and waits for one number more than the keeper says. */
#include <stdio.h>

int main(void) {
    int n, a, b;
    if (scanf("%d", &n) != 1) return 1;
    printf("count 1 %d\n", n);
    fflush(stdout);
    return scanf("%d %d", &a, &b) == 2;
}
