// expect: security_violation
// wall: seccomp
// needs: strict
// x: mounts something under the filter that kills
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mount.h>

int main(void)
{
    mount("none", "/tmp", "tmpfs", 0, "");
    puts("breach: it lives");
    return 1;
}
