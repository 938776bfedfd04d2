// expect: security_violation
// wall: seccomp
// without: strict-seccomp, seccomp
// needs: strict
// x: makes a forbidden system call where that is death, and goes on
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    syscall(SYS_ptrace, 0x7fffffffL, 0, 0, 0);
    puts("breach: it lives on");
    return 0;
}
