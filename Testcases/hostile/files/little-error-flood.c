// expect: output_limit
// wall: output
// without: output
// limits: output=64KiB
// x: writes three times what it may to its standard error, from a child, and ends
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 192; i++)
            if (fprintf(stderr, "%1023d\n", i) != 1024)
                _exit(2);
        _exit(0);
    }
    return child < 0 || waitpid(child, &status, 0) != child || status != 0 ? 2 : 0;
}
