#include "the other part.h"

#include <iostream>

int main() {
    int a, b, c;
    std::cin >> a >> b >> c;
    std::cout << largest(largest(a, b), c) << '\n';
}
