// expect: signaled SIGXFSZ
// wall: accounting
// x: raises the signal of the file size limit without having written anything
#include <signal.h>

int main(void)
{
    return raise(SIGXFSZ);
}
