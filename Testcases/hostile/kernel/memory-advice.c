// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: tells the kernel what to do with pages that it shares with others
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const int advices[] = {
        12 /* MERGEABLE */, 13, 20 /* COLD */, 21 /* PAGEOUT */, 25 /* COLLAPSE */, 100 /* HWPOISON */, 101 /* SOFT_OFFLINE */,
        26, 27, 50, 99, 104, 200, 300, 1000,
    };
    char *area = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        refused("advice about its memory", madvise(area, 1 << 16, advices[i]));
    if (madvise((void *)1, 1, MADV_WILLNEED) != 0) {
        puts("breach: the kernel hears what will be needed");
        return 1;
    }
    puts("held");
    return 0;
}
