// Makes its ends of the pipes non-blocking, asynchronous and as large or small as can be, and then answers rightly. The
// interactor must not notice.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void) {
    signal(SIGIO, SIG_IGN);
    for (int fd = 0; fd < 2; fd++) {
        fcntl(fd, F_SETOWN, getpid());
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK | O_ASYNC | O_DIRECT);
        fcntl(fd, F_SETPIPE_SZ, 1 << 30);
        fcntl(fd, F_SETPIPE_SZ, 1);
    }
    char line[64];
    int length = 0;
    while (length < (int)sizeof line - 1) {
        struct pollfd ready = {.fd = 0, .events = POLLIN};
        poll(&ready, 1, -1);
        int got = read(0, line + length, 1);
        if (got < 0 && errno == EAGAIN)
            continue;
        if (got <= 0 || line[length++] == '\n')
            break;
    }
    line[length] = '\0';
    length = snprintf(line, sizeof line, "%d\n", 2 * atoi(line));
    return write(1, line, length) != length;
}
