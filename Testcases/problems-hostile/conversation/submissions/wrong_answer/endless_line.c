// One line without an end: whoever reads it whole needs all the memory there is.
#include <string.h>
#include <unistd.h>

int main(void) {
    static char block[1 << 16];
    memset(block, '4', sizeof block);
    while (write(1, block, sizeof block) > 0) {
    }
    return 0;
}
