// The message three times, one after another.
#include <iostream>
#include <string>

int main() {
    std::string task, text;
    std::cin >> task >> text;
    if (task == "write") {
        std::cout << text << text << text << '\n';
        return 0;
    }
    std::size_t n = text.size() / 3;
    for (std::size_t i = 0; i < n; i++) {
        char a = text[i], b = text[n + i], c = text[2 * n + i];
        std::cout << (a == b || a == c ? a : b);
    }
    std::cout << '\n';
}
