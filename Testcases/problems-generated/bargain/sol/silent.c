/* Flushes nothing, and waits. */
#include <stdio.h>

int main(void) {
    int answer;
    printf("500\n");
    return scanf("%d", &answer);
}
