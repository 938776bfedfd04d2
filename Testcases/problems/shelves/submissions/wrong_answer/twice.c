#include <stdio.h>

int main(void) {
    puts("2\n1 1");
    return 0;
}
