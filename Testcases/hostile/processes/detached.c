// expect: exited 0
// wall: pid
// limits: processes=8
// at-most: wall=1.5s
// x: leaves behind a process that has its own session, no descriptors, no parent and no ear for signals
#include <signal.h>
#include <unistd.h>

int main(void)
{
    if (fork() != 0)
        return 0;
    setsid();
    if (fork() != 0)
        return 0;
    for (int number = 1; number < 65; number++)
        signal(number, SIG_IGN);
    for (int descriptor = 0; descriptor < 1024; descriptor++)
        close(descriptor);
    (void)!chdir("/");
    for (;;)
        pause();
}
