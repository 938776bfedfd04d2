#include <cstdio>
#include <cstdlib>

#include "lockstep.h"

int main(int argc, char **argv) {
    std::FILE *in = std::fopen(argv[1], "r"), *out = std::fopen(argv[2], "w");
    int rounds, number;
    if (argc != 4 || std::fscanf(in, "%d", &rounds) != 1) return 1;
    while (rounds-- > 0) {
        if (std::fscanf(in, "%d", &number) != 1) return 2;
        std::fprintf(out, "%d\n", step(std::atoi(argv[3]), number));
        std::fflush(out);
    }
}
