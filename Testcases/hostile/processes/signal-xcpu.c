// expect: signaled SIGXCPU
// wall: accounting
// x: raises the signal of the CPU limit without having used any
#include <signal.h>

int main(void)
{
    return raise(SIGXCPU);
}
