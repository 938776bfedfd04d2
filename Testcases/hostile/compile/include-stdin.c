// expect: compile_error or exited 0
// wall: compile-limits, dev
// compile: cpu=3s wall=5s memory=256MiB
// x: waits for what somebody types into the compiler
#include "/dev/stdin"
#include <stdio.h>

int main(void)
{
    puts("held");
    return 0;
}
