// expect: exited 0
// wall: seccomp
// stdout: held
// x: opens and binds a socket to the hypervisor, which no network namespace holds before Linux 7
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    /* struct sockaddr_vm, as vsock(7) has it */
    struct {
        sa_family_t family;
        unsigned short reserved;
        unsigned port, context;
        unsigned char rest[4];
    } anywhere = {.family = 40, .port = ~0u, .context = ~0u};
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int line = socket(40, kinds[i] | SOCK_CLOEXEC, 0);
        if (line >= 0) {
            int bound = bind(line, (struct sockaddr *)&anywhere, sizeof anywhere) == 0;
            printf("breach: a socket of kind %d to the hypervisor%s\n", kinds[i], bound ? ", and a port" : "");
            return 1;
        }
    }
    puts("held");
    return 0;
}
