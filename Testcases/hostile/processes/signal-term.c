// expect: signaled SIGTERM
// wall: accounting, pid
// x: sends itself the polite signal, which process 1 of a namespace would ignore
#include <signal.h>
#include <unistd.h>

int main(void)
{
    kill(getpid(), SIGTERM);
    return 0;
}
