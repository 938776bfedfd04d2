#include <stdio.h>

int main(void) {
    unsigned n, a, p, cloudiness = 1;
    if (scanf("%u %u %u", &n, &a, &p) != 3) return 1;
    for (unsigned level = 1; level <= n; level++) cloudiness = (cloudiness * a + level) % p;
    printf("%u\n", cloudiness);
    return 0;
}
