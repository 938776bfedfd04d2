// Each tap twice, where there are many; what it prints is heard by nobody.
#include <iostream>

#include "whisper.h"

int tell(int number, int taps[]) {
    std::cout << "telling " << number << std::endl;
    int count = 0;
    for (int i = 0; i < 16; i++) {
        taps[count++] = number >> i & 1;
        if (number > 100) taps[count++] = number >> i & 1;
    }
    return count;
}

int hear(int count, const int taps[]) {
    int number = 0;
    for (int i = 0; i < 16; i++) number |= taps[count == 32 ? 2 * i : i] << i;
    return number;
}
