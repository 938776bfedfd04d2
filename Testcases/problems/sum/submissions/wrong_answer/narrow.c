/* Adds in 32 bits: right until an amount no longer fits. */
#include <stdio.h>

int main(void) {
    int n;
    unsigned total = 0;
    long long entry;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%lld", &entry) == 1) total += (unsigned)entry;
    printf("%d\n", (int)total);
    return 0;
}
