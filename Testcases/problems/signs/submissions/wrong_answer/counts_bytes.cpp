#include <iostream>
#include <string>

int main() {
    int n;
    std::string word;
    std::cin >> n;
    while (std::cin >> word) std::cout << word.size() << ' ' << word << ' ' << word.back() << '\n';
}
