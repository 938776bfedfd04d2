#include <stdio.h>

int main(void) {
    static const char *names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int y, m, d;
    if (scanf("%d-%d-%d", &y, &m, &d) != 3) return 1;
    if (m < 3) y--;
    puts(names[(y + y / 4 - y / 100 + y / 400 + shift[m - 1] + d) % 7]);
    return 0;
}
