#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    int n;
    long long sum = 0, x;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%lld", &x) == 1) sum += x;
    for (int i = 0; i < 64; i++) {
        char *block = malloc(8 << 20);
        if (block == NULL) return 1;
        memset(block, i + 1, 8 << 20);
        sum += block[n & 1] - block[1 - (n & 1)];
    }
    printf("%lld\n", sum);
    return 0;
}
