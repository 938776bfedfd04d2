#pragma once

#include <vector>

// Crossings, counted with a Fenwick tree.
template <class Sum> Sum crossings(const std::vector<int> &lines) {
    int n = (int)lines.size();
    std::vector<int> tree(n + 1);
    Sum sum = 0;
    for (int i = 0; i < n; i++) {
        int before = 0;
        for (int j = lines[i]; j > 0; j -= j & -j) before += tree[j];
        sum += i - before;
        for (int j = lines[i]; j <= n; j += j & -j) tree[j]++;
    }
    return sum;
}
