/* Reads the right message, but ends with a status that is not 0. */
#include <stdio.h>
#include <string.h>

int main(void) {
    char task[8], text[3002];
    if (scanf("%7s %3001s", task, text) != 2) return 1;
    if (strcmp(task, "write") == 0) {
        for (char *at = text; *at != 0; at++) printf("%c%c%c", *at, *at, *at);
    } else {
        for (char *at = text; *at != 0; at += 3) putchar(at[1] == at[2] ? at[1] : at[0]);
    }
    puts("");
    return task[0] == 'r';
}
