#include "parse/parser.h"

#include <iostream>

int main() {
    std::string line;
    std::getline(std::cin, line);
    std::cout << Parser(line).value() << '\n';
}
