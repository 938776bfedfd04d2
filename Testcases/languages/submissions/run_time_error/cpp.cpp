#include <bits/stdc++.h>

int main() {
    int n;
    std::cin >> n;
    long long sum = 0, x;
    while (n-- > 0 && std::cin >> x) sum += x;
    if (sum != 1) throw std::runtime_error("thrown on purpose");
    std::cout << sum << "\n";
}
