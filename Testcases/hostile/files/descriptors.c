// expect: exited 0
// wall: rlimits, user
// stdout: held
// x: looks for a descriptor that the judge forgot to close
#include <fcntl.h>
#include <stdio.h>

int main(void)
{
    for (int descriptor = 3; descriptor < 65536; descriptor++)
        if (fcntl(descriptor, F_GETFD) >= 0) {
            printf("breach: descriptor %d is open\n", descriptor);
            return 1;
        }
    puts("held");
    return 0;
}
