// Stops by itself, twice as far as it may.
#include <iostream>
#include <string>

int main() {
    std::string n, verse;
    std::getline(std::cin, n);
    std::getline(std::cin, verse);
    for (int i = std::stoi(n); i > 0; i--) std::cout << verse << '\n';
    std::cout << std::string(2 << 20, '\n');
}
