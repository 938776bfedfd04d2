#include "kites.h"

unsigned long long kites(unsigned long long n) {
    unsigned long long sum = 0;
    for (volatile unsigned long long i = 0; i < n; i++) sum += n;
    return sum;
}
