// expect: exited 0
// wall: seccomp, memory
// without: seccomp
// stdout: held
// x: connects to itself and never accepts: the kernel keeps what it is owed
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {0x0100007f}};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), count = 0;
    if (listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 64) == 0
        && getsockname(listener, (struct sockaddr *)&address, &size) == 0)
        while (count < 50) {
            int client = socket(AF_INET, SOCK_STREAM, 0);
            if (client < 0 || connect(client, (struct sockaddr *)&address, size) != 0)
                break;
            count++;
        }
    if (count > 0) {
        printf("breach: %d connections that nobody accepts\n", count);
        return 1;
    }
    puts("held");
    return 0;
}
