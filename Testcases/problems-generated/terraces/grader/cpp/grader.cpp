#include <cstdio>

#include "terraces.h"

int main() {
    int count;
    if (std::scanf("%d", &count) != 1) return 1;
    std::vector<int> heights(count);
    for (int &height : heights)
        if (std::scanf("%d", &height) != 1) return 1;
    std::printf("graded %lld\n", walk(heights));
}
