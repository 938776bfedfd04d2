#include <stdio.h>

int main(void) {
    int n, apples;
    if (scanf("%d", &n) != 1) return 1;
    double sum = 0;
    for (int i = 0; i < n && scanf("%d", &apples) == 1; i++) sum += apples;
    printf("%.2f\n", sum / n + 0.0009);
}
