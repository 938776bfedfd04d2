#include "reckon.h"

#include <stdio.h>

int main(void) {
    char line[256];
    if (scanf("%255s", line) != 1) return 1;
    const char *place = line;
    printf("%ld\n", sum(&place));
    return 0;
}
