/* The parent only waits: its child's processor time counts as well. */
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        volatile unsigned long turns = 0;
        for (;;) turns = turns + 1;
    }
    int status;
    waitpid(child, &status, 0);
    return 0;
}
