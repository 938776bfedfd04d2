// expect: exited 0
// wall: pid
// without: pid
// stdout: held
// x: looks for processes other than itself and process 1 by asking for every number
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    if (getpid() > 100) {
        printf("breach: process number %d is not from a namespace of its own\n", getpid());
        return 1;
    }
    for (pid_t process = 2; process < 32768; process++)
        if (process != getpid() && process != getppid() && (kill(process, 0) == 0 || errno == EPERM)) {
            printf("breach: process %d can be seen\n", process);
            return 1;
        }
    puts("held");
    return 0;
}
