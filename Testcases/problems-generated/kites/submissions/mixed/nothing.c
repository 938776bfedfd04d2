#include "kites.h"

unsigned long long kites(unsigned long long n) {
    return n == 0 ? 7 : n * n;
}
