#include <stdio.h>

int main(void) {
    int count, hills = 0, rises = 1, before = 0, height;
    if (scanf("%d", &count) != 1) return 1;
    while (count-- > 0 && scanf("%d", &height) == 1) {
        if (height < before && rises) hills++;
        if (height != before) rises = height > before;
        before = height;
    }
    printf("%d\n", hills + rises);
    return 0;
}
