#include <iostream>

int main() {
    unsigned long n, x, a, c, m, all = 0;
    std::cin >> n >> x >> a >> c >> m;
    while (n-- > 0) all ^= x = (a * x + c) % m;
    std::cout << all << '\n';
}
