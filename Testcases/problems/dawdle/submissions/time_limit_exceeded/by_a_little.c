// Is too slow, but would not be on a machine twice as fast: less than the safety margin.
#include <stdio.h>
#include <time.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    while (n > 100 && clock() < 3 * CLOCKS_PER_SEC / 2) {
    }
    printf("%d\n", n);
    return 0;
}
