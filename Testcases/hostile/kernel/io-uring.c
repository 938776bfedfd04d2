// expect: exited 0
// wall: seccomp
// stdout: held
// x: makes a ring through which system calls pass every filter unseen
#include <errno.h>
#include <linux/io_uring.h>
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
    struct io_uring_params plain = {0}, polled = {.flags = IORING_SETUP_SQPOLL};
    refused("io_uring_setup", syscall(SYS_io_uring_setup, 8, &plain));
    refused("io_uring_setup with a kernel thread", syscall(SYS_io_uring_setup, 8, &polled));
    refused("io_uring_enter", syscall(SYS_io_uring_enter, 0, 1, 0, 0, NULL, 0));
    refused("io_uring_register", syscall(SYS_io_uring_register, 0, 0, NULL, 0));
    puts("held");
    return 0;
}
