// expect: exited 0
// wall: processes
// without: processes
// limits: processes=16
// stdout: held
// at-most: wall=2s
// x: counts how many sleeping children it can have at a time
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int children = 0;
    for (; children < 200; children++) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0)
            for (;;)
                pause();
    }
    if (children >= 16 || errno != EAGAIN) {
        printf("breach: %d children beside the program itself, limit 16\n", children);
        return 1;
    }
    puts("held");
    return 0;
}
