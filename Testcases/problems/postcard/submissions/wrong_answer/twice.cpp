// Twice: there is a difference to see, but not which of the two is right.
#include <iostream>
#include <string>

int main() {
    std::string task, text;
    std::cin >> task >> text;
    if (task == "write") {
        std::cout << text << text << '\n';
    } else {
        std::cout << text.substr(0, text.size() / 2) << '\n';
    }
}
