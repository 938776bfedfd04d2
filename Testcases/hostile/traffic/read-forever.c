// expect: exited 0
// wall: output
// limits: cpu=1s wall=3s
// stdout: held
// x: reads its input to the end, again after the end, and in a way that would hang on an open pipe
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char block[4096];
    for (int ends = 0; ends < 100;)
        if (read(0, block, sizeof block) <= 0)
            ends++;
    puts("held");
    return 0;
}
