// expect: exited 0
// wall: pid, seccomp
// limits: processes=8
// stdout: held
// at-most: wall=1.5s
// x: makes itself the reaper of orphans, so that they never reach process 1, and leaves them
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            if (fork() == 0) {
                setsid();
                for (;;)
                    pause();
            }
            _exit(0);
        }
    usleep(50000);
    puts("held");
    return 0;
}
