// expect: exited 0
// wall: uts
// without: uts
// stdout: held
// x: reads the host's name by uname, from a child and from a thread's point of view the same
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct utsname names;
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(uname(&names) < 0 || strcmp(names.nodename, "verdict") != 0);
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 2;
    puts(status != 0 ? "breach: a child reads the host's name" : "held");
    return status != 0;
}
