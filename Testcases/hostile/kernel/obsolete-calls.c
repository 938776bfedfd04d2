// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: calls old and rare interfaces that no program needs and few people test
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
#ifdef __x86_64__
    char name[256];
    refused("_sysctl", syscall(SYS__sysctl, NULL));
    refused("uselib", syscall(SYS_uselib, "/box"));
    refused("lookup_dcookie", syscall(SYS_lookup_dcookie, 0, name, sizeof name));
    refused("create_module", syscall(SYS_create_module, "x", 4096));
    refused("nfsservctl", syscall(SYS_nfsservctl, 0, NULL, NULL));
    refused("get_kernel_syms", syscall(SYS_get_kernel_syms, NULL));
    refused("query_module", syscall(SYS_query_module, NULL, 1, NULL, 0, NULL));
    refused("security", syscall(SYS_security, 0, 0, 0));
    refused("vserver", syscall(SYS_vserver, 0, 0, 0));
#endif
    puts("held");
    return 0;
}
