// expect: signaled SIGXCPU or signaled SIGKILL
// wall: accounting
// limits: cpu=5s wall=10s
// at-most: cpu=2.5s
// x: lowers its own CPU limit to one second, so that a judge which reads signal numbers says cpu_limit at a fifth of it
#include <sys/resource.h>

int main(void)
{
    struct rlimit own = {1, 2};
    setrlimit(RLIMIT_CPU, &own);
    for (;;)
        ;
}
