// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: keeps data in the kernel's keyrings, which belong to a user and outlive every run
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const int rings[] = {-1 /* thread */, -2 /* process */, -3 /* session */, -4 /* user */, -5};
    for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
        refused("add_key", syscall(SYS_add_key, "user", "verdict", "x", 1, rings[i]));
        refused("keyctl get keyring", syscall(SYS_keyctl, 0, rings[i], 1));
    }
    refused("request_key", syscall(SYS_request_key, "user", "verdict", "x", -3));
    refused("keyctl join session", syscall(SYS_keyctl, 1, NULL));
    refused("keyctl named session", syscall(SYS_keyctl, 1, "verdict"));
    refused("keyctl persistent", syscall(SYS_keyctl, 22, -1, -3));
    puts("held");
    return 0;
}
