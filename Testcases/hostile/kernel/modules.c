// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: loads and removes kernel modules and prepares another kernel
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
    static char image[4096] = "\177ELF";
    int file = memfd_create("module", 0);
    refused("init_module", syscall(SYS_init_module, image, sizeof image, ""));
    refused("finit_module", syscall(SYS_finit_module, file, "", 0));
    refused("delete_module", syscall(SYS_delete_module, "no_such_module_at_all", 0x800 /* O_NONBLOCK */));
    refused("kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, 0));
    refused("kexec_file_load", syscall(SYS_kexec_file_load, file, -1, 0, NULL, 4 /* KEXEC_FILE_NO_INITRAMFS */));
    puts("held");
    return 0;
}
