#include <iostream>

#include "solve.hpp"

int main() {
    int n;
    std::cin >> n;
    std::vector<int> lines(n);
    for (int &line : lines) std::cin >> line;
    std::cout << solve(lines) << "\n";
}
