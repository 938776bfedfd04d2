#include "kites.h"

unsigned long long kites(unsigned long long n) {
    return (unsigned)n * (unsigned)n;
}
