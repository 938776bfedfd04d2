// expect: exited 0
// wall: uts
// without: uts
// stdout: held
// x: reads the host's name
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    char name[256] = "";
    if (gethostname(name, sizeof name - 1) < 0)
        return 2;
    if (strcmp(name, "verdict") != 0) {
        printf("breach: the host is called %s\n", name);
        return 1;
    }
    puts("held");
    return 0;
}
