// expect: exited 0
// wall: capabilities
// without: privileges
// stdout: held
// x: asks which capabilities an executable file could give it
#include <stdio.h>
#include <sys/prctl.h>

int main(void)
{
    for (int capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1) {
            printf("breach: capability %d can be gained\n", capability);
            return 1;
        }
    puts("held");
    return 0;
}
