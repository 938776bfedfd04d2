/* A static gigabyte, all of it used. */
#include <stdio.h>

static char hall[1ul << 30];

int main(void) {
    unsigned long n, x, a, c, m, all = 0;
    for (unsigned long i = 0; i < sizeof hall; i += 4096) ((volatile char *)hall)[i] = 1;
    if (scanf("%lu %lu %lu %lu %lu", &n, &x, &a, &c, &m) != 5) return 1;
    while (n-- > 0) all ^= x = (a * x + c) % m;
    printf("%lu\n", all);
    return 0;
}
