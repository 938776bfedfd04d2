// No corridor is lit from end to end.
#include <iostream>

int main() {
    int n;
    std::cin >> n;
    std::cout << "lit";
    for (int lamp = 1; lamp <= n; lamp++) std::cout << ' ' << lamp;
    std::cout << std::endl;
}
