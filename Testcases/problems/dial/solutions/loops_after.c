#include <stdio.h>

int main(void)
{
    int low = 1, high;
    volatile char answer[16];
    scanf("%d", &high);
    for (;;) {
        const int middle = (low + high) / 2;
        printf("%d\n", middle);
        fflush(stdout);
        if (scanf("%15s", (char *)answer) != 1)
            return 0;
        while (answer[0] == 'f') {}
        if (answer[0] == 'g')
            low = middle + 1;
        else
            high = middle - 1;
    }
}
