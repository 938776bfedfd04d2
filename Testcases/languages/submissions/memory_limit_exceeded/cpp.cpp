#include <bits/stdc++.h>

int main() {
    int n;
    std::cin >> n;
    long long sum = 0, x;
    while (n-- > 0 && std::cin >> x) sum += x;
    std::vector<std::vector<int>> blocks;
    for (int i = 0; i < 64; i++) blocks.emplace_back(2 << 20, i);
    sum += blocks.back().front() - blocks.back().back();
    std::cout << sum << "\n";
}
