/* @EXPECTED_RESULTS@: RUN-ERROR */
#include <stdio.h>

int main(void) {
    volatile int a = 12, none = 0;
    printf("%d\n", a % none);
    return 0;
}
