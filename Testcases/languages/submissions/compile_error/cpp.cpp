#include <bits/stdc++.h>

int main() {
    int n;
    std::cin >> n;
    long long sum = 0, x;
    while (n-- > 0 && std::cin >> x) sum += x;
    std::vector<int> numbers = sum;
    std::cout << sum << "\n";
}
