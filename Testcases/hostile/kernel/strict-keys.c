// expect: security_violation
// wall: seccomp
// needs: strict
// x: makes a key under the filter that kills
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    syscall(SYS_add_key, "user", "mark", "x", 1, -2);
    puts("breach: it lives");
    return 1;
}
