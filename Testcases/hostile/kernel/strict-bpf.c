// expect: security_violation
// wall: seccomp
// needs: strict
// x: loads a program into the kernel under the filter that kills
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    syscall(SYS_bpf, 5, NULL, 0);
    puts("breach: it lives");
    return 1;
}
