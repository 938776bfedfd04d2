#include <stdio.h>

/* Reads all of the line before the first letter of it is written: what was read last is written first, and so on. */
static void reverse(void) {
    int letter = getchar();
    if (letter != EOF && letter != 10) {
        reverse();
        putchar(letter);
    }
}

int main(void) {
    reverse();
    putchar(10);
    return 0;
}
