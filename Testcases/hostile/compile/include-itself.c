// expect: compile_error
// wall: compile-limits
// compile: cpu=3s wall=10s memory=256MiB
// x: includes itself twice at every depth, without end where only the depth is bounded
#include __FILE__
#include __FILE__

int main(void)
{
    return 0;
}
