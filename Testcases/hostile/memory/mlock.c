// expect: exited 0
// wall: rlimits, capabilities, seccomp
// limits: memory=128MiB
// stdout: held
// x: pins memory so that the kernel can take nothing back, and asks for huge pages of the host's pool
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, ENOMEM, EAGAIN, EACCES, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    size_t size = 64 << 20;
    void *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        return 2;
    refused("mlock of 64 MiB", mlock(block, size));
    refused("mlock2 of 64 MiB", mlock2(block, size, MLOCK_ONFAULT));
    void *locked = mmap(0, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
    refused("MAP_LOCKED", locked == MAP_FAILED ? -1 : 0);
    void *huge = mmap(0, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    refused("MAP_HUGETLB", huge == MAP_FAILED ? -1 : 0);
    refused("SHM_HUGETLB", shmget(IPC_PRIVATE, 2 << 20, IPC_CREAT | SHM_HUGETLB | 0600));
    refused("mlockall", mlockall(MCL_CURRENT));
    puts("held");
    return 0;
}
