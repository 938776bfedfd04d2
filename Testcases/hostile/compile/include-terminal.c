// expect: compile_error
// wall: compile-limits, dev
// compile: cpu=3s wall=5s memory=256MiB
// x: waits for what somebody types at the terminal of the judge
#include "/dev/tty"

int main(void)
{
    return 0;
}
