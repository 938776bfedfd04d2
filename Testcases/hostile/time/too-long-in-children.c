// expect: cpu_limit
// wall: cpu, accounting
// without: cpu
// limits: cpu=0.3s wall=6s processes=8
// at-most: cpu=0.5s
// x: four children, one after the other, compute for 150 ms each, and nobody asks for their times
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    struct timespec used;
    signal(SIGCHLD, SIG_IGN);
    for (int i = 0; i < 4; i++) {
        pid_t child = fork();
        if (child < 0)
            return 2;
        if (child == 0) {
            do
                clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
            while (used.tv_sec == 0 && used.tv_nsec < 150 * 1000000L);
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
    return 0;
}
