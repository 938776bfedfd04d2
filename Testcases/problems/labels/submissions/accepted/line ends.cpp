#include <algorithm>
#include <iostream>

#define LARGEST(a, b) \
    std::max(a, b)

int main() {
    int a, b, c;
    std::cin >> a >> b >> c;
    std::cout << LARGEST(LARGEST(a, b), c) << '\n';
}
