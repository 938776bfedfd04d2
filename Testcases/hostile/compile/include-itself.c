// expect: compile_error
// wall: compile-limits
// compile: cpu=3s wall=10s memory=256MiB
// x: includes itself twice at every depth, 2 to the power of 200 times in all
#include __FILE__
#include __FILE__

int main(void)
{
    return 0;
}
