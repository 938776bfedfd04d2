/* Takes seven tenths of the time limit in each pass: more than the limit together. */
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void) {
    char task[8], text[3002];
    if (scanf("%7s %3001s", task, text) != 2) return 1;
    if (strcmp(task, "write") == 0) {
        for (char *at = text; *at != 0; at++) printf("%c%c%c", *at, *at, *at);
    } else {
        for (char *at = text; *at != 0; at += 3) putchar(at[1] == at[2] ? at[1] : at[0]);
    }
    puts("");
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < 700);
    return 0;
}
