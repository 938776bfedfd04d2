// expect: exited 0
// wall: network
// without: network
// needs: proc, listener
// stdout: held
// x: reads in /proc which sockets of the host have names, that of the judge among them
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[512];
    FILE *sockets = fopen("/proc/self/net/unix", "r");
    while (sockets && fgets(line, sizeof line, sockets)) {
        char *name = strpbrk(line, "@/");
        if (name) {
            printf("breach: %s", name);
            return 1;
        }
    }
    puts("held");
    return 0;
}
