// expect: memory_limit
// wall: memory, proc
// limits: cpu=5s wall=10s memory=64MiB processes=8
// needs: proc
// x: makes its child the preferred victim and itself untouchable, then lets the kernel choose
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void set(const char *value)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY);
    if (file >= 0) {
        (void)!write(file, value, strlen(value));
        close(file);
    }
}

int main(void)
{
    if (fork() == 0) {
        set("1000");
        for (;;)
            pause();
    }
    set("-1000");
    for (;;) {
        volatile char *block = malloc(1 << 20);
        for (int i = 0; block && i < 1 << 20; i += 4096)
            block[i] = 1;
    }
}
