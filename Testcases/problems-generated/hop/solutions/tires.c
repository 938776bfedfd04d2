/* Is too slow in the second run. */
#include <stdio.h>

int main(void) {
    int number;
    if (scanf("%d", &number) != 1) return 1;
    volatile int turns = number;
    while (number % 2 == 0) turns = turns + 1;
    printf("%d\n", 2 * number);
    return 0;
}
