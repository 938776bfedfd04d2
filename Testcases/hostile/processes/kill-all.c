// expect: exited 0
// wall: pid, user
// stdout: held
// x: kills everybody it may kill, then a whole range of numbers; only its own kind may be there to be hit
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    kill(-1, SIGTERM);
    kill(-1, SIGKILL);
    for (pid_t process = 1; process < 70000; process++)
        if (process != getpid()) {
            kill(process, SIGKILL);
            if (process != getpgrp() && process != 1)
                kill(-process, SIGKILL);
        }
    usleep(50000);
    puts("held");
    return 0;
}
