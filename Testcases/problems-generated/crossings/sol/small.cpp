#include <cstdlib>
#include <iostream>

int main() {
    int n, lines[1000];
    std::cin >> n;
    if (n > 1000) std::abort();
    long long sum = 0;
    for (int i = 0; i < n; i++) {
        std::cin >> lines[i];
        for (int j = 0; j < i; j++) sum += lines[j] > lines[i];
    }
    std::cout << sum << "\n";
}
