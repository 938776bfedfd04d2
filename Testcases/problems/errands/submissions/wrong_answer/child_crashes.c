/* The child crashes, the parent does not notice and ends well: an answer is missing, nothing else. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        raise(SIGABRT);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    puts("0 0 0");
    return 0;
}
