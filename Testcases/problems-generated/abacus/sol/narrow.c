/* Multiplies numbers of 32 bits. */
#include "abacus.h"

long long product(long long first, long long second) { return (int)((unsigned)first * (unsigned)second); }
