/* Offers that grow by one; it does not notice that nobody listens any more. */
#include <stdio.h>

int main(void) {
    char answer[9];
    for (int offer = 1;; offer++) {
        printf("%d\n", offer);
        fflush(stdout);
        if (scanf("%8s", answer) == 1 && answer[0] == 'd') return 0;
    }
}
