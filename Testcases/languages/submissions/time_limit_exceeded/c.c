#include <stdio.h>

int main(void) {
    int n;
    long long sum = 0, x;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%lld", &x) == 1) sum += x;
    for (volatile unsigned long long i = 0; sum != 1 || i != 1; i++) sum |= 2;
    printf("%lld\n", sum);
    return 0;
}
