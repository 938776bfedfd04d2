/* Takes a note of the first digit only: the second watch knows no other one. */
#include <stdio.h>

int main(void) {
    char task[8], word[8];
    int number, place;
    if (scanf("%7s %d", task, &number) != 2) return 1;
    if (task[0] == 'f') {
        puts("look 1");
        fflush(stdout);
        if (scanf("%d", &number) != 1) return 1;
        printf("note %d\n", number);
    } else {
        while (scanf("%7s", word) == 1 && word[1] == 'i' && scanf("%d", &place) == 1) {
            printf("%d\n", number);
            fflush(stdout);
        }
    }
    return 0;
}
