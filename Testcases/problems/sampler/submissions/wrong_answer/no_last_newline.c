/* Everything but the very last line end. */
#include <stdio.h>
#include <string.h>

int main(void) {
    char pattern[64];
    if (scanf("%63s", pattern) != 1) return 1;
    int n = (int)strlen(pattern);
    for (int i = 0; i < n + 2; i++) {
        if (i > 0) putchar('\n');
        for (int j = 0; j < n + 2; j++) {
            if (i == 0 || j == 0 || i == n + 1 || j == n + 1) putchar('O');
            else if (i != j) putchar(' ');
            else putchar(pattern[i - 1] == 'U' ? 'X' : 'x');
        }
    }
    return 0;
}
