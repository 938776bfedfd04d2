/* Every stream by the name of its device, twice over. */
#include <stdio.h>

int main(void)
{
    int count;
    long value, sum = 0;
    if (!freopen("/dev/stdin", "r", stdin) || !freopen("/dev/stdout", "w", stdout) || !freopen("/dev/stderr", "w", stderr))
        return 1;
    if (scanf("%d", &count) != 1)
        return 2;
    while (count-- > 0 && scanf("%ld", &value) == 1)
        sum += value;
    fprintf(stderr, "%ld so far\n", sum);
    printf("%ld\n", sum);
    return 0;
}
