/* The second one fails. */
#include <stdio.h>

int main(int count, char **arguments) {
    int number;
    if (scanf("%d", &number) != 1 || arguments[count - 1][0] == '1') return 3;
    printf("! %d\n", number);
    return 0;
}
