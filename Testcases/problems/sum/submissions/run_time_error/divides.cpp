// SIGFPE on the entry 0, right before.
#include <iostream>

int main() {
    int n;
    long long total = 0, entry;
    std::cin >> n;
    while (std::cin >> entry) {
        volatile long long share = entry;
        total += entry / share * share;
    }
    std::cout << total << '\n';
}
