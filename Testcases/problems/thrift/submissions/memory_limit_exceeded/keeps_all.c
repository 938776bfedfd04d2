/* Keeps every number, each in a list node of its own with room to spare. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *before;
    unsigned long x[30];
};

int main(void) {
    unsigned long n, x, a, c, m, all = 0;
    struct node *last = NULL;
    if (scanf("%lu %lu %lu %lu %lu", &n, &x, &a, &c, &m) != 5) return 1;
    while (n-- > 0) {
        struct node *next = malloc(sizeof *next);
        if (next == NULL) abort();
        x = (a * x + c) % m;
        for (int i = 0; i < 30; i++) next->x[i] = x;
        next->before = last;
        last = next;
    }
    for (; last != NULL; last = last->before) all ^= last->x[29];
    printf("%lu\n", all);
    return 0;
}
