/* One write for each line. */
#include <stdio.h>

int main(void) {
    char verse[64];
    int n;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (scanf("%d %63[^\n]", &n, verse) != 2) return 1;
    while (n-- > 0) puts(verse);
    return 0;
}
