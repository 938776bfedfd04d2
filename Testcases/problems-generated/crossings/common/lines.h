// What checker and generators share, as Library Checker's collection has it in a folder of its own.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <vector>

// The permutation on standard output.
inline void print(const std::vector<int> &lines) {
    std::printf("%d\n", (int)lines.size());
    for (int line : lines) std::printf("%d ", line);
    std::printf("\n");
}
