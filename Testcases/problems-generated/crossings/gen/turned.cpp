#include "../params.h"
#include "lines.h"

int main() {
    std::vector<int> lines;
    for (int i = N_MAX; i > 0; i--) lines.push_back(i);
    print(lines);
}
