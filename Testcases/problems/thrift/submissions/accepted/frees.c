/* Uses 40 MiB ten times, and gives them back each time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    unsigned long n, x, a, c, m, all = 0;
    if (scanf("%lu %lu %lu %lu %lu", &n, &x, &a, &c, &m) != 5) return 1;
    for (int i = 0; i < 10; i++) {
        char *hall = malloc(40u << 20);
        if (hall == NULL) return 1;
        memset(hall, i, 40u << 20);
        all += (unsigned long)(((volatile char *)hall)[12345] - i);
        free(hall);
    }
    while (n-- > 0) all ^= x = (a * x + c) % m;
    printf("%lu\n", all);
    return 0;
}
