// expect: exited 255
// wall: accounting
// x: exits with -1, which a careless reader takes for an error of the judge
#include <stdlib.h>

int main(void)
{
    exit(-1);
}
