// expect: cpu_limit
// wall: cpu, dev
// limits: cpu=0.6s wall=8s
// at-most: cpu=0.9s wall=7s
// x: one system call after the other makes the kernel compute 32 MiB of random bytes
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

int main(void)
{
    size_t size = 32 << 20;
    char *bytes = malloc(size);
    int source = open("/dev/urandom", O_RDONLY);
    for (;;)
        if (source < 0 || read(source, bytes, size) < 0)
            (void)!getrandom(bytes, size, 0);
}
