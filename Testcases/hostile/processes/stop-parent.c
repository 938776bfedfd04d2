// expect: exited 0
// wall: pid, user
// stdout: held
// at-most: wall=2s
// x: stops its parent and process 1 and exits: the exit must still be seen at once
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGSTOP};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        kill(1, stops[i]);
        if (getppid() > 0)
            kill(getppid(), stops[i]);
    }
    puts("held");
    return 0;
}
