#include "reckon.h"

static long operand(const char **place) {
    if (**place != '(') return *(*place)++ - '0';
    ++*place;
    long value = sum(place);
    ++*place;
    return value;
}

static long product(const char **place) {
    long value = operand(place);
    while (**place == '*') {
        ++*place;
        value *= operand(place);
    }
    return value;
}

long sum(const char **place) {
    long value = product(place);
    while (**place == '+' || **place == '-') {
        int sign = *(*place)++ == '+' ? 1 : -1;
        value += sign * product(place);
    }
    return value;
}
