// expect: memory_limit
// wall: memory
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: the array is static, so no allocation ever fails: only touching it shows that it is too large
static char array[256 << 20];

int main(void)
{
    volatile char *bytes = array;
    for (long i = 0; i < (long)sizeof array; i += 4096)
        bytes[i] = 1;
    return bytes[12345];
}
