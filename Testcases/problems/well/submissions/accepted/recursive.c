/* Half a million calls of more than 100 bytes each: a stack of 8 MiB is not enough. */
#include <stdio.h>

static long a, p;

__attribute__((noinline)) static long cloudiness(long level) {
    volatile long notes[10];
    notes[level % 10] = level;
    if (level == 0) return 1;
    long above = cloudiness(level - 1);
    return (above * a + notes[level % 10]) % p;
}

int main(void) {
    long n;
    if (scanf("%ld %ld %ld", &n, &a, &p) != 3) return 1;
    printf("%ld\n", cloudiness(n));
    return 0;
}
