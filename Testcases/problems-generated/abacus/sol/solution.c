#include "abacus.h"

long long product(long long first, long long second) { return first * second; }
