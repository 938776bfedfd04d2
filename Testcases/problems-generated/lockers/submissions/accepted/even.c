#include <stdio.h>
#include "lockers.h"

int main(void) {
    lockers n, sum = 0;
    if (fscanf(fopen("lockers.in", "r"), "%llu", &n) != 1) return 1;
    sum = n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
    fprintf(fopen("lockers.out", "w"), "%llu\n", sum);
    return 0;
}
