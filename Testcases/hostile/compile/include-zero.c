// expect: compile_error
// wall: compile-limits, memory
// compile: cpu=3s wall=10s memory=256MiB
// x: a header of endless NUL bytes, which the compiler keeps in memory
#include "/dev/zero"

int main(void)
{
    return 0;
}
