/* A file of the run's own: locked, reserved, mapped, written to the disk as far as a program can tell. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    int count;
    long long sum = 0;
    if (scanf("%d", &count) != 1)
        return 1;
    int file = memfd_create("ledger", MFD_CLOEXEC);
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (file < 0 || posix_fallocate(file, 0, 8 * count) != 0 || fcntl(file, F_SETLK, &all) != 0
        || flock(file, LOCK_EX) != 0)
        return 2;
    long long *amounts = mmap(NULL, 8 * count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (amounts == MAP_FAILED)
        return 3;
    for (int i = 0; i < count; i++)
        if (scanf("%lld", &amounts[i]) != 1)
            return 4;
    if (msync(amounts, 8 * count, MS_SYNC) != 0 || fsync(file) != 0 || fdatasync(file) != 0
        || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0 || madvise(amounts, 8 * count, MADV_WILLNEED) != 0)
        return 5;
    for (int i = 0; i < count; i++) {
        long long amount;
        if (pread(file, &amount, 8, 8 * i) != 8)
            return 6;
        sum += amount;
    }
    printf("%lld\n", sum);
    return 0;
}
