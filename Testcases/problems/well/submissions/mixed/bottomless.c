/* @EXPECTED_RESULTS@: RUN-ERROR, MEMORY-LIMIT
   Recursion without end: whether the stack or the memory is used up first is the judge's own affair. */
#include <stdio.h>

__attribute__((noinline)) static long deeper(long level) {
    volatile char room[4096];
    room[level & 4095] = 1;
    return deeper(level + 1) + room[level & 4095];
}

int main(void) {
    printf("%ld\n", deeper(0));
    return 0;
}
