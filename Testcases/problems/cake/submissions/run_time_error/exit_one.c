/* The right answer, and then the wrong exit status. */
#include <stdio.h>

int main(void) {
    int a, b;
    if (scanf("%d %d", &a, &b) == 2) printf("%d %d\n", a / b, a % b);
    return 1;
}
