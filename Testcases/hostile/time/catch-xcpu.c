// expect: cpu_limit
// wall: cpu
// limits: cpu=0.5s wall=5s
// at-most: cpu=0.6s wall=4s
// x: catches whatever could announce the limit and exits 0 at that moment, to look as if it had finished
#include <signal.h>
#include <unistd.h>

static void leave(int number)
{
    (void)number;
    _exit(0);
}

int main(void)
{
    for (int number = 1; number < 65; number++)
        signal(number, leave);
    for (;;)
        ;
}
