/* Counts those of the same height as well. */
#include <stdio.h>

static int tree[1 << 20];

int main(void) {
    int n, height;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%d", &height) == 1) {
        int count = 0;
        for (int i = height + 1; i < 1 << 20; i += i & -i) count += tree[i];
        for (int i = height + 1; i > 0; i -= i & -i) tree[i]++;
        printf("%d\n", count);
    }
    return 0;
}
