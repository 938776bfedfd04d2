#include <stdio.h>

#include "hands.h"

int main(void) {
    long long people;
    while (scanf("%lld", &people) == 1) printf("%lld\n", handshakes(people));
    return 0;
}
