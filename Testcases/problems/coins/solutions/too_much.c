#include <stdio.h>

int main(void)
{
    long long n, a, b;
    scanf("%lld %lld %lld", &n, &a, &b);
    for (long long x = 0; x * a <= n; x++)
        if ((n - x * a) % b == 0)
            printf("%lld %lld\n", x, (n - x * a) / b);
    puts("-1");
}
