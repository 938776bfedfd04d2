#include <stdio.h>

int main(void) {
    int n, apples;
    unsigned sum = 0;
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n && scanf("%d", &apples) == 1; i++) sum += (unsigned)apples;
    printf("%.6f\n", (double)sum / n);
}
