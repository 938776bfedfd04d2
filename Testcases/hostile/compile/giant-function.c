// expect: compile_error or exited 0
// wall: compile-limits, memory
// compile: cpu=3s wall=10s memory=256MiB
// x: one function with a quarter of a million branches, on which optimisers spend more than linear time
#define S1(n) if (value % (n + 3) == 1) value = value * 7 + n; else goto end;
#define S8(n) S1(n) S1(n + 1) S1(n + 2) S1(n + 3) S1(n + 4) S1(n + 5) S1(n + 6) S1(n + 7)
#define S64(n) S8(n) S8(n + 8) S8(n + 16) S8(n + 24) S8(n + 32) S8(n + 40) S8(n + 48) S8(n + 56)
#define S512(n) S64(n) S64(n + 64) S64(n + 128) S64(n + 192) S64(n + 256) S64(n + 320) S64(n + 384) S64(n + 448)
#define S4K(n) S512(n) S512(n + 512) S512(n + 1024) S512(n + 1536) S512(n + 2048) S512(n + 2560) S512(n + 3072)
#define S32K(n) S4K(n) S4K(n + 4096) S4K(n + 8192) S4K(n + 12288) S4K(n + 16384) S4K(n + 20480) S4K(n + 24576)

int main(int count, char **arguments)
{
    volatile int start = count;
    int value = start;
    (void)arguments;
    S32K(0) S32K(32768) S32K(65536) S32K(98304) S32K(131072) S32K(163840) S32K(196608)
end:
    return value == -1;
}
