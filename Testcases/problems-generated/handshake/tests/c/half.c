/* Tried with a main program of its own, which does not count. */
long long handshakes(long long people) { return people * (people - 1) / 2; }

#include <stdio.h>
int main(void) {
    printf("%lld\n", handshakes(3));
    return 1;
}
