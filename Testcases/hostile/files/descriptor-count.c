// expect: exited 0
// wall: rlimits
// without: rlimits
// stdout: held
// x: opens two hundred files at once
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
    int count = 0;
    while (count < 200 && open("/dev/null", O_RDONLY) >= 0)
        count++;
    puts(count < 200 ? "held" : "breach: two hundred open files");
    return count == 200;
}
