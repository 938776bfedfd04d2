// expect: signaled SIGKILL
// wall: accounting
// x: kills itself with the signal that limits use; it is a crash of its own, not a limit
#include <signal.h>
#include <unistd.h>

int main(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}
