/* Writes well; whoever reads it never ends. */
#include <stdio.h>
#include <string.h>

int main(void) {
    char task[8], text[3002];
    if (scanf("%7s %3001s", task, text) != 2) return 1;
    if (strcmp(task, "write") == 0) {
        for (char *at = text; *at != 0; at++) printf("%c%c%c", *at, *at, *at);
    } else {
        for (volatile unsigned long turns = 0;;) turns = turns + 1;
    }
    puts("");
    return 0;
}
