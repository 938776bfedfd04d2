// Looks at all terraces behind each one.
#include "terraces.h"

long long walk(const std::vector<int> &heights) {
    long long sum = 0;
    int count = (int)heights.size();
    for (int i = 0; i < count; i++) {
        int next = 0;
        for (int j = count - 1; j > i; j--) {
            volatile bool isHigher = heights[j] > heights[i];
            if (isHigher) next = j - i;
        }
        sum += next;
    }
    return sum;
}
