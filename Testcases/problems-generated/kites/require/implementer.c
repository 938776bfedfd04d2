#include <stdio.h>
#include "kites.h"

int main(void) {
    unsigned long long n;
    if (scanf("%llu", &n) != 1) return 1;
    printf("%llu\n", kites(n));
    return 0;
}
