#include "parser.h"

long Parser::operand() {
    if (next() != '(') return line[place++] - '0';
    place++;
    long result = value();
    place++;
    return result;
}
