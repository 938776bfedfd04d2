#include <stdio.h>

int main(void) {
    for (;;) puts("250 -50 1 250 -50 1 250 -50 1 250 -50 1 250 -50 1 250 -50 1");
}
