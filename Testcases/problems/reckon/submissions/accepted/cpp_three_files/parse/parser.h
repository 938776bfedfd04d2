#pragma once
#include <string>

class Parser {
public:
    explicit Parser(std::string line) : line(std::move(line)) {}
    long value();

private:
    std::string line;
    std::size_t place = 0;
    long product();
    long operand();
    char next() const { return place < line.size() ? line[place] : '\0'; }
};
