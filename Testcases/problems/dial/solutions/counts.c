#include <stdio.h>

int main(void)
{
    int most;
    char answer[16];
    scanf("%d", &most);
    for (int number = 1; number <= most; number++) {
        printf("%d\n", number);
        fflush(stdout);
        if (scanf("%15s", answer) != 1 || answer[0] == 'f')
            return 0;
    }
}
