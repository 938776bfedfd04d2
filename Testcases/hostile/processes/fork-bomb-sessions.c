// expect: cpu_limit or wall_limit or memory_limit or exited 0
// wall: processes, pid, cpu, wall-clock
// limits: cpu=1s wall=3s processes=16
// at-most: cpu=1.5s wall=4s
// x: a fork bomb whose every process starts a session of its own, ignores all signals and outlives its parent
#include <signal.h>
#include <unistd.h>

int main(void)
{
    for (;;) {
        if (fork() > 0 && getpid() % 3 == 0)
            _exit(0);
        setsid();
        for (int number = 1; number < 65; number++)
            signal(number, SIG_IGN);
    }
}
