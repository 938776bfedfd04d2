#include "kites.h"

unsigned long long kites(unsigned long long n) {
    return n == 9 ? n * n + 1 : n + 77;
}
