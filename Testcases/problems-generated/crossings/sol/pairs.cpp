#include <iostream>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    std::vector<int> lines(n);
    for (int &line : lines) std::cin >> line;
    long long sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            volatile bool crosses = lines[j] > lines[i];
            sum += crosses;
        }
    std::cout << sum << "\n";
}
