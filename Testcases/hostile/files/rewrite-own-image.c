// expect: exited 0
// wall: proc, root
// needs: proc
// stdout: held
// x: opens its own executable and that of process 1 for writing through /proc, the way out of old containers
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
    int image = open("/proc/self/exe", O_RDONLY);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", image);
    if (open("/proc/self/exe", O_WRONLY) >= 0 || open("/proc/self/exe", O_RDWR) >= 0 || open(path, O_WRONLY) >= 0 ||
        open("/proc/1/exe", O_RDONLY) >= 0 || open("/proc/1/exe", O_WRONLY) >= 0) {
        puts("breach: an executable can be opened");
        return 1;
    }
    puts("held");
    return 0;
}
