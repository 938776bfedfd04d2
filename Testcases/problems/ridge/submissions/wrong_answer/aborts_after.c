/* Rejected; it aborts when it has seen the guide go. */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    puts("summit 0");
    fflush(stdout);
    while (getchar() != EOF) {}
    abort();
}
