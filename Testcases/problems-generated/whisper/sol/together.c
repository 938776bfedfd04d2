/* Each process keeps the time limit, and the two together do not. */
#include <time.h>

#include "whisper.h"

static void burn(void) {
    while (clock() < CLOCKS_PER_SEC / 10 * 6) {}
}

int tell(int number, int taps[]) {
    burn();
    for (int i = 0; i < 16; i++) taps[i] = number >> i & 1;
    return 16;
}

int hear(int count, const int taps[]) {
    int number = 0;
    burn();
    for (int i = 0; i < count; i++) number |= taps[i] << i;
    return number;
}
