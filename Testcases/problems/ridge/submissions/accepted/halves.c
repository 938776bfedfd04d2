#include <stdio.h>

static int height(int post) {
    int h;
    printf("measure %d\n", post);
    fflush(stdout);
    return scanf("%d", &h) == 1 ? h : 0;
}

int main(void) {
    int low = 1, high;
    if (scanf("%d", &high) != 1) return 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (height(middle) < height(middle + 1))
            low = middle + 1;
        else
            high = middle;
    }
    printf("summit %d\n", low);
    return 0;
}
