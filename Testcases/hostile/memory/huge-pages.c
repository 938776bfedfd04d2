// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: takes huge pages of the host, for which no control group pays
#define _GNU_SOURCE
#include <errno.h>
#include <linux/memfd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EROFS, EINVAL, ENOMEM};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    for (unsigned size = 0; size < 32; size++) {
        char *area = mmap(NULL, 2 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | size << 26, -1, 0);
        refused("huge pages", area == MAP_FAILED ? -1 : 0);
        refused("a file of huge pages", memfd_create("huge", MFD_HUGETLB | size << 26));
    }
    puts("held");
    return 0;
}
