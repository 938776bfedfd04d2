// expect: exited 0
// wall: pid, output
// limits: processes=8
// stdout: held
// at-most: wall=1.5s
// x: a daemon goes on writing after the program's end; nothing of that may appear
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("held");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        pid_t first = getppid();
        while (getppid() == first)
            usleep(100);
        usleep(200000);
        for (;;)
            if (write(1, "late\n", 5) < 0)
                _exit(0);
    }
    usleep(20000);
    return 0;
}
