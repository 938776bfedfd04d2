#include <stdio.h>

int main(void) {
    int a, b, c;
    if (scanf("%d %d %d", &a, &b, &c) != 3) return 1;
    if (b > a) a = b;
    printf("%d\n", c > a ? c : a);
    return 0;
}
