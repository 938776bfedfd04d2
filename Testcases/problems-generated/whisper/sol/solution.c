#include "whisper.h"

int tell(int number, int taps[]) {
    for (int i = 0; i < 16; i++) taps[i] = number >> i & 1;
    return 16;
}

int hear(int count, const int taps[]) {
    int number = 0;
    for (int i = 0; i < count; i++) number |= taps[i] << i;
    return number;
}
