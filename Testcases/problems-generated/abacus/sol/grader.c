/* Reads two numbers and writes what the submission says of them. */
#include "abacus.h"
#include <stdio.h>

int main(void) {
    long long first, second;
    if (scanf("%lld %lld", &first, &second) != 2) return 1;
    printf("%lld\n", product(first, second));
    return 0;
}
