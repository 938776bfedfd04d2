/* Reserves 1 GiB of addresses and touches 1 MiB of them: memory that is not used is not counted. */
#include <stdio.h>
#include <sys/mman.h>

int main(void) {
    unsigned long n, x, a, c, m, all = 0;
    unsigned char *hall = mmap(NULL, 1ul << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (hall == MAP_FAILED) return 1;
    madvise(hall, 1ul << 30, MADV_NOHUGEPAGE);
    for (unsigned long i = 0; i < 1ul << 30; i += 1ul << 22) hall[i] = 1;
    if (scanf("%lu %lu %lu %lu %lu", &n, &x, &a, &c, &m) != 5) return 1;
    while (n-- > 0) all ^= x = (a * x + c) % m;
    printf("%lu\n", all + hall[1]);
    return 0;
}
