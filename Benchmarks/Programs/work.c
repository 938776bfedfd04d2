// work N: computes for a time proportional to N, without memory traffic and without system calls.
#include <stdint.h>
#include <stdlib.h>

int main(int count, char **arguments) {
    uint64_t steps = count > 1 ? strtoull(arguments[1], NULL, 10) : 0, value = 1;
    for (uint64_t i = 0; i < steps; i++)
        value = value * 6364136223846793005u + 1442695040888963407u;
    return value == 0; // never, but the compiler does not know
}
