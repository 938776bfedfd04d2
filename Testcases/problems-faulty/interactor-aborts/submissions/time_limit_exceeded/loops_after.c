/* The right answer, and then round and round. */
#include <stdio.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    printf("%d\n", 2 * n);
    fflush(stdout);
    for (volatile unsigned long turns = 0;;) turns = turns + 1;
}
