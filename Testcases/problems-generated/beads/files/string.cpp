// Writes a string of beads: how many, then their colours, from 1 to the number of colours.
// string COUNT COLOURS SEED
#include <cstdio>
#include <cstdlib>

#include "beads.h"

int main(int argc, char **argv) {
    if (argc != 4) {
        std::fprintf(stderr, "string COUNT COLOURS SEED\n");
        return 1;
    }
    int count = std::atoi(argv[1]), colours = std::atoi(argv[2]);
    unsigned long long state = std::strtoull(argv[3], nullptr, 10) + 88172645463325252ull;
    if (count > most) return 2;
    std::printf("%d\n", count);
    for (int i = 0; i < count; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        std::printf("%llu%c", state % colours + 1, i + 1 < count ? ' ' : '\n');
    }
}
