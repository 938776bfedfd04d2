// expect: exited 0
// wall: rlimits, memory
// limits: cpu=5s wall=10s processes=32
// stdout: held
// x: opens as many files as it may, in as many processes as it may: the host's table of files must survive
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 40; i++)
        if (fork() == 0) {
            while (open("/dev/null", O_RDONLY) >= 0)
                ;
            for (;;)
                pause();
        }
    int count = 0;
    while (count < 1000000 && open("/dev/null", O_RDONLY) >= 0)
        count++;
    puts(count < 100000 ? "held" : "breach: no limit on descriptors");
    return count >= 100000;
}
