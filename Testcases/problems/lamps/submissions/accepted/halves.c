#include <stdio.h>

static int count(int first, int last) {
    int number;
    printf("count %d %d\n", first, last);
    fflush(stdout);
    return scanf("%d", &number) == 1 ? number : 0;
}

static int lit[65], known;

static void find(int first, int last, int number) {
    if (number == 0) return;
    if (first == last) {
        lit[known++] = first;
        return;
    }
    int middle = (first + last) / 2, left = count(first, middle);
    find(first, middle, left);
    find(middle + 1, last, number - left);
}

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    find(1, n, count(1, n));
    printf("lit");
    for (int i = 0; i < known; i++) printf(" %d", lit[i]);
    puts("");
    return 0;
}
