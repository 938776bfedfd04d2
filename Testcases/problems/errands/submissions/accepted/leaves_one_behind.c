/* Its child sleeps on and holds the output open: the run is over when the first process is. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
    int n, length, busy[4] = {0};
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++) {
        if (scanf("%d", &length) != 1) return 1;
        busy[i % 4] += length;
    }
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        setsid();
        sleep(3600);
        _exit(0);
    }
    printf("%d %d %d %d\n", busy[0], busy[1], busy[2], busy[3]);
    return 0;
}
