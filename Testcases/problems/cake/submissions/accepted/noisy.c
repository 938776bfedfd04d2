/* Two megabytes on standard error are nobody's business. */
#include <stdio.h>

int main(void) {
    int a, b;
    if (scanf("%d %d", &a, &b) != 2) return 1;
    for (int i = 0; i < 32768; i++) fprintf(stderr, "%062d\n", i);
    printf("%d %d\n", a / b, a % b);
    return 0;
}
