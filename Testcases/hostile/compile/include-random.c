// expect: compile_error
// wall: compile-limits
// compile: cpu=3s wall=10s memory=256MiB
// x: a header without end
#include "/dev/random"

int main(void)
{
    return 0;
}
