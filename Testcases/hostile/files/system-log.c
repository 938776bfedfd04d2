// expect: exited 0
// wall: dev, seccomp, network
// stdout: held
// x: reads the kernel's log, clears it, and writes into the system's log
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/socket.h>
#include <sys/un.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, EACCES, ENOSYS, ENOENT, EROFS, ECONNREFUSED, ENOTSOCK};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    char text[4096];
    refused("reading the kernel's log", klogctl(3, text, sizeof text));
    refused("clearing the kernel's log", klogctl(5, NULL, 0));
    refused("silencing the console", klogctl(6, NULL, 0));
    refused("writing to /dev/kmsg", open("/dev/kmsg", O_WRONLY));
    static const char *const sockets[] = {"/dev/log", "/run/systemd/journal/dev-log", "/run/systemd/journal/stdout"};
    for (int i = 0; i < 3; i++) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        strcpy(address.sun_path, sockets[i]);
        int connection = socket(AF_UNIX, i == 2 ? SOCK_STREAM : SOCK_DGRAM, 0);
        if (connection >= 0)
            refused(sockets[i], connect(connection, (struct sockaddr *)&address, sizeof address));
    }
    puts("held");
    return 0;
}
