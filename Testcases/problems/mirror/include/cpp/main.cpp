#include "mirror.h"

#include <iostream>

int main() {
    int n;
    std::string word;
    std::cin >> n;
    while (n-- > 0 && std::cin >> word) std::cout << mirror(word) << '\n';
}
