/* Its list of open squares has room for 5000: too few for the third group. */
#include <stdio.h>
#include <stdlib.h>

static char chart[302][302];
static int open[5000][2];

int main(void) {
    int height, width, count = 0, largest = 0;
    if (scanf("%d %d", &height, &width) != 2) return 1;
    for (int y = 1; y <= height; y++)
        if (scanf("%300s", &chart[y][1]) != 1) return 1;
    for (int y = 1; y <= height; y++)
        for (int x = 1; x <= width; x++) {
            if (chart[y][x] != '#') continue;
            int size = 0, end = 1;
            open[0][0] = y;
            open[0][1] = x;
            chart[y][x] = ' ';
            while (size < end) {
                static const int dy[] = {-1, 1, 0, 0}, dx[] = {0, 0, -1, 1};
                int a = open[size][0], b = open[size][1];
                size++;
                for (int i = 0; i < 4; i++) {
                    if (chart[a + dy[i]][b + dx[i]] != '#') continue;
                    if (end == 5000) abort();
                    chart[a + dy[i]][b + dx[i]] = ' ';
                    open[end][0] = a + dy[i];
                    open[end++][1] = b + dx[i];
                }
            }
            count++;
            if (size > largest) largest = size;
        }
    printf("%d %d\n", count, largest);
    return 0;
}
