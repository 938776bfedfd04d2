#include <stdio.h>
#include "lockers.h"

int main(void) {
    lockers n, sum = 0;
    if (fscanf(fopen("lockers.in", "r"), "%llu", &n) != 1) return 1;
    sum = (unsigned)n * ((unsigned)n + 1) / 2;
    fprintf(fopen("lockers.out", "w"), "%llu\n", sum);
    return 0;
}
