/*
 * @EXPECTED_RESULTS@: CORRECT, TIMELIMIT
 * Two mebibytes after the guide has accepted and gone. A judge that throws them away accepts; where they stay in a
 * pipe that nobody reads, the program waits for ever.
 */
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
    while (getchar() != EOF) {}
    for (int i = 0; i < 32768; i++) puts("and the view from there is the best one in all the hills around");
    return ferror(stdout) || fflush(stdout) == EOF;
}
