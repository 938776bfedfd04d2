// expect: security_violation
// wall: seccomp
// needs: strict
// x: traces its parent under the filter that kills
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/ptrace.h>
#include <unistd.h>

int main(void)
{
    ptrace(PTRACE_ATTACH, getppid(), 0, 0);
    puts("breach: it lives");
    return 1;
}
