// expect: output_limit
// wall: output
// without: output
// limits: output=64KiB
// x: writes three times what it may and ends
#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 192; i++)
        if (printf("%1023d\n", i) != 1024)
            return 2;
    return fflush(stdout) != 0;
}
