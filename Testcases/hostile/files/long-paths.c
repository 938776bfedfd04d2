// expect: exited 0
// wall: root
// stdout: held
// x: hands the kernel names of a mebibyte, names that are formats or no text, and no names at all
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    char *large = malloc((1 << 20) + 1);
    memset(large, '/', 1 << 20);
    memset(large + 5, 'a', (1 << 20) - 5);
    large[1 << 20] = 0;
    const char *names[] = {large, large + (1 << 20) - 5000, "%s%n%s%n", "\xff\xfe/\xed\xa0\x80", "", NULL,
        (const char *)-1, (const char *)1};
    char *none[] = {NULL};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int opened = syscall(SYS_openat, AT_FDCWD, names[i], O_RDONLY, 0) >= 0;
        int made = syscall(SYS_mkdirat, AT_FDCWD, names[i], 0700) >= 0;
        int led = syscall(SYS_chdir, names[i]) >= 0;
        int run = syscall(SYS_execve, names[i], none, none) >= 0;
        if (opened || made || led || run) {
            printf("breach: name %zu leads somewhere\n", i);
            return 1;
        }
    }
    puts("held");
    return 0;
}
