#include <cstdio>
#include <cstdlib>

// Reads a number without leading zeros and the one byte that must follow it.
static long number(long least, long most, int after) {
    int c = std::getchar();
    if (c < '0' || c > '9') std::exit(43);
    bool zero = c == '0';
    long value = 0;
    for (int digits = 0; c >= '0' && c <= '9'; c = std::getchar(), digits++) {
        value = value * 10 + (c - '0');
        if (digits > 9 || (zero && digits > 0)) std::exit(43);
    }
    if (c != after || value < least || value > most) std::exit(43);
    return value;
}

int main() {
    long n = number(1, 150000, '\n');
    for (long i = 1; i <= n; i++) number(0, 999999, i == n ? '\n' : ' ');
    return std::getchar() == EOF ? 42 : 43;
}
