#include <bits/stdc++.h>

int main() {
    int n;
    std::cin >> n;
    long long sum = 0, x;
    while (n-- > 0 && std::cin >> x) sum += x;
    for (volatile unsigned long long i = 0; sum != 1 || i != 1; i = i + 1) sum |= 2;
    std::cout << sum << "\n";
}
