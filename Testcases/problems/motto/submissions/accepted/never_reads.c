#include <stdio.h>

int main(void) {
    puts("Everyone is welcome");
    return 0;
}
