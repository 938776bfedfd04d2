#include <stdio.h>

int main(void)
{
    int n, next = 1;
    scanf("%*s %d", &n);
    for (; n > 2 * next; next++) {
        printf("%d ", next);
        n -= next;
    }
    printf("%d\n", n);
}
