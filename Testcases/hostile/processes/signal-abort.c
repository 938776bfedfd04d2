// expect: signaled SIGABRT
// wall: accounting, pid
// x: aborts, which process 1 of a namespace could not
#include <stdlib.h>

int main(void)
{
    abort();
}
