// expect: memory_limit
// wall: memory
// without: memory
// limits: cpu=5s wall=10s memory=64MiB processes=8
// x: three children fill 50 MiB each at the same time and end; none of them alone is over the limit
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int full[2], done[2];
    char byte = 0;
    if (pipe(full) < 0 || pipe(done) < 0)
        return 2;
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            size_t size = 50 << 20;
            volatile char *block = malloc(size);
            for (size_t k = 0; block && k < size; k += 4096)
                block[k] = 1;
            if (write(full[1], &byte, 1) != 1 || read(done[0], &byte, 1) != 1)
                _exit(2);
            _exit(0);
        }
    for (int i = 0; i < 3; i++)
        if (read(full[0], &byte, 1) != 1)
            return 2;
    for (int i = 0; i < 3; i++)
        if (write(done[1], &byte, 1) != 1)
            return 2;
    while (wait(NULL) > 0)
        ;
    return 0;
}
