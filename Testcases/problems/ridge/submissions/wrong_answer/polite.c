/* A line that the protocol does not have. */
#include <stdio.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    puts("good morning, guide");
    fflush(stdout);
    return scanf("%d", &n) == 1;
}
