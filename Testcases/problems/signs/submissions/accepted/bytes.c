/* Counts the bytes that begin a character. The letters A to Z come out small, all others as they are. */
#include <stdio.h>
#include <string.h>

int main(void) {
    char word[256];
    int n;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0 && scanf("%255s", word) == 1) {
        int count = 0;
        const char *last = word;
        for (char *c = word; *c != '\0'; c++) {
            if ((*c & 0xC0) != 0x80) {
                count++;
                last = c;
            }
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        }
        printf("%d %s %s\n", count, word, last);
    }
    return 0;
}
