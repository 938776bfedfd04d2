/* Goes on for half a mebibyte after the guide has accepted and gone: who had the answer does not mind. */
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
    for (int i = 0; i < 8192; i++) puts("and the view from there is the best one in all the hills around");
    return ferror(stdout) || fflush(stdout) == EOF;
}
