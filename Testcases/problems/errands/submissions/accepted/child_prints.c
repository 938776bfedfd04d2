/* The child prints, the parent waits for it. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child > 0) {
        int status;
        return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
    }
    int n, length, busy[4] = {0};
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++) {
        if (scanf("%d", &length) != 1) return 1;
        busy[i % 4] += length;
    }
    printf("%d %d %d %d\n", busy[0], busy[1], busy[2], busy[3]);
    return 0;
}
