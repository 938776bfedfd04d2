// expect: exited 0
// wall: seccomp
// stdout: held
// runs: 2
// x: keeps its state from run to run in the number that the kernel gives to the next socket that asks for one
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A pair's cookie: one more than the last that anybody on this processor was given. */
static uint64_t next_cookie(void)
{
    int ends[2];
    uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        return 0;
    int result = getsockopt(ends[0], SOL_SOCKET, 57 /* SO_COOKIE */, &cookie, &size);
    close(ends[0]);
    close(ends[1]);
    return result == 0 ? cookie : 0;
}

int main(void)
{
    uint64_t cookie = next_cookie();
    if (cookie % 4096 == 778) {
        puts("breach: the run before has left its state in the counter of cookies");
        return 1;
    }
    while (cookie != 0 && cookie % 4096 != 777)
        cookie = next_cookie();
    puts("held");
    return 0;
}
