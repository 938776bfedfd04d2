// expect: cpu_limit
// wall: cpu
// limits: cpu=0.5s wall=5s
// at-most: cpu=0.6s wall=4s
// x: ignores every signal that can be ignored, SIGXCPU and SIGTERM among them, and computes
#include <signal.h>

int main(void)
{
    for (int number = 1; number < 65; number++)
        signal(number, SIG_IGN);
    for (;;)
        ;
}
