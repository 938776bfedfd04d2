// expect: memory_limit
// wall: memory, accounting
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: the largest static array a linker takes: where the kernel kills it while loading, that is no crash either
static char array[1984L << 20];

int main(void)
{
    volatile char *bytes = array;
    for (long i = 0; i < (long)sizeof array; i += 4096)
        bytes[i] = 1;
    return 0;
}
