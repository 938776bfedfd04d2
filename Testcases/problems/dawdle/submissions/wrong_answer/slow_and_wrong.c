// Needs half more than the limit that is found, a second, and then answers wrongly.
#include <stdio.h>
#include <time.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    if (n > 100) {
        while (clock() < 3 * CLOCKS_PER_SEC / 2) {
        }
        n++;
    }
    printf("%d\n", n);
    return 0;
}
