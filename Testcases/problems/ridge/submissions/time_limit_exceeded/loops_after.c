/* The right answer, and then round and round. */
#include <stdio.h>

int main(void) {
    int low = 1, high, here, next;
    if (scanf("%d", &high) != 1) return 1;
    while (low < high) {
        int middle = (low + high) / 2;
        printf("measure %d\n", middle);
        fflush(stdout);
        if (scanf("%d", &here) != 1) return 2;
        printf("measure %d\n", middle + 1);
        fflush(stdout);
        if (scanf("%d", &next) != 1) return 2;
        if (here < next) low = middle + 1;
        else high = middle;
    }
    printf("summit %d\n", low);
    fflush(stdout);
    for (volatile unsigned long turns = 0;;) turns = turns + 1;
}
