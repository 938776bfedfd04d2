// expect: cpu_limit or wall_limit
// wall: cpu, accounting, pid, processes
// limits: cpu=0.6s wall=4s processes=8
// at-most: cpu=0.9s wall=5s
// x: hands thousands of orphans to process 1, which must reap them and still see the main program
#include <unistd.h>
#include <sys/wait.h>

int main(void)
{
    for (;;) {
        pid_t child = fork();
        if (child == 0) {
            fork();
            _exit(0);
        }
        if (child > 0)
            waitpid(child, 0, 0);
    }
}
