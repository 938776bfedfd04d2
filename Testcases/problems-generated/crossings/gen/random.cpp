#include <algorithm>
#include <random>

#include "../params.h"
#include "lines.h"

int main(int, char *argv[]) {
    int seed = std::atoi(argv[1]);
    std::mt19937 random(seed);
    std::vector<int> lines(seed == 0 ? 10 : N_MAX / seed);
    for (int i = 0; i < (int)lines.size(); i++) lines[i] = i + 1;
    for (int i = (int)lines.size() - 1; i > 0; i--) std::swap(lines[i], lines[random() % (i + 1)]);
    print(lines);
}
