/* Rejected, and only then round and round: the guide has spoken first. */
#include <stdio.h>

int main(void) {
    puts("summit 0");
    fflush(stdout);
    for (volatile unsigned long turns = 0;;) turns = turns + 1;
}
