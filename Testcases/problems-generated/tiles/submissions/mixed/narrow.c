#include <stdio.h>

int main(void) {
    unsigned width, height;
    if (scanf("%u %u", &width, &height) != 2) return 1;
    printf("%u\n", width * height);
    return 0;
}
