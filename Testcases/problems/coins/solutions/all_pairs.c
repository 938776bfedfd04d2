#include <stdio.h>

int main(void)
{
    long long n, a, b;
    scanf("%lld %lld %lld", &n, &a, &b);
    for (volatile long long x = 0; x <= n; x++) {
        for (volatile long long y = 0; y <= n; y++) {
            if (x * a + y * b == n) {
                printf("%lld %lld\n", x, y);
                return 0;
            }
        }
    }
    puts("-1");
}
