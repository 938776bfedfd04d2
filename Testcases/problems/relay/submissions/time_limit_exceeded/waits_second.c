/* The second watch hears the question and says nothing. */
#include <stdio.h>

int main(void) {
    char task[8], code[9];
    int n;
    if (scanf("%7s %d", task, &n) != 2) return 1;
    if (task[0] == 'f') {
        for (int i = 1; i <= n; i++) {
            printf("look %d\n", i);
            fflush(stdout);
            if (scanf("%8s", code) != 1) return 1;
        }
        puts("note 0");
    } else {
        while (getchar() != EOF) {}
    }
    return 0;
}
