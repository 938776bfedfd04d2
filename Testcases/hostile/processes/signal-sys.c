// expect: signaled SIGSYS
// wall: accounting
// x: raises the signal of a system call filter without having called anything forbidden
#include <signal.h>

int main(void)
{
    return raise(SIGSYS);
}
