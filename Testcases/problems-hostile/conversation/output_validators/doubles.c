// Asks for the double of a number, reads one short line and the end, and decides.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPT = 42, REJECT = 43 };

int main(int count, char **arguments) {
    if (count < 3)
        return 1;
    FILE *input = fopen(arguments[1], "r"), *answer = fopen(arguments[2], "r");
    int number, right;
    if (input == NULL || answer == NULL || fscanf(input, "%d", &number) != 1 || fscanf(answer, "%d", &right) != 1)
        return 1;
    printf("%d\n", number);
    fflush(stdout);
    char line[64];
    if (fgets(line, sizeof line, stdin) == NULL || strchr(line, '\n') == NULL || atoi(line) != right)
        return REJECT;
    return getchar() == EOF ? ACCEPT : REJECT;
}
