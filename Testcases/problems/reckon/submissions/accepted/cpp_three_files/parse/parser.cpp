#include "parser.h"

long Parser::value() {
    long result = product();
    while (next() == '+' || next() == '-') {
        if (line[place++] == '+') result += product();
        else result -= product();
    }
    return result;
}

long Parser::product() {
    long result = operand();
    while (next() == '*') {
        place++;
        result *= operand();
    }
    return result;
}
