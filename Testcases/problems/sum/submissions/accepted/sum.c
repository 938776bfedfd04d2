#include <stdio.h>

int main(void) {
    int n;
    long long total = 0, entry;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%lld", &entry) == 1) total += entry;
    printf("%lld\n", total);
    return 0;
}
