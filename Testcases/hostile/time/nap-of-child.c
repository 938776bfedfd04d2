// expect: wall_limit
// wall: wall-clock
// without: wall-clock
// limits: cpu=1s wall=0.3s
// at-most: wall=1s
// x: waits for a child that sleeps in a session of its own for a second
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t child = fork();
    if (child == 0) {
        setsid();
        usleep(999999);
        _exit(0);
    }
    return child < 0 || wait(NULL) != child ? 2 : 0;
}
