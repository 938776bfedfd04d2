#include <stdio.h>

int main(void)
{
    int low = 1, high;
    char answer[16];
    scanf("%d", &high);
    for (;;) {
        const int middle = (low + high) / 2;
        printf("%d\n", middle);
        fflush(stdout);
        if (scanf("%15s", answer) != 1 || answer[0] == 'f')
            return 0;
        if (answer[0] == 'g')
            low = middle + 1;
        else
            high = middle - 1;
    }
}
