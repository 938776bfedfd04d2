// expect: cpu_limit
// wall: cpu, accounting
// limits: cpu=0.6s wall=8s processes=8
// at-most: cpu=0.8s wall=7s
// x: lives in processes too short to be sampled, thousands a second, each waited for
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    for (;;) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child > 0)
            waitpid(child, 0, 0);
    }
}
