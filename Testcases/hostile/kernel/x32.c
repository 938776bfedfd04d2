// expect: exited 0 or signaled SIGSYS or security_violation
// wall: seccomp
// x: uses the numbers of the x32 interface, the same calls with one bit more, and those that exist only there
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
#ifdef __x86_64__
    static const long plain[] = {SYS_getpid, SYS_getppid, SYS_unshare, SYS_keyctl, SYS_socket, SYS_ptrace, SYS_bpf};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (syscall(0x40000000 | plain[i], 0x10000000, 0, 0, 0, 0) >= 0 || (errno != EPERM && errno != ENOSYS)) {
            printf("breach: call %ld of x32\n", plain[i]);
            return 1;
        }
    for (long number = 512; number < 548; number++)
        for (long bit = 0; bit < 2; bit++)
            if (syscall(number | bit << 30, 0, 0, 0, 0, 0, 0) >= 0 || (errno != EPERM && errno != ENOSYS)) {
                printf("breach: call %ld, which only x32 has\n", number);
                return 1;
            }
#endif
    puts("held");
    return 0;
}
