// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: switches off address randomisation, makes all its data executable, and asks for the rules of other systems
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    refused("READ_IMPLIES_EXEC", personality(READ_IMPLIES_EXEC));
    refused("ADDR_NO_RANDOMIZE", personality(ADDR_NO_RANDOMIZE));
    refused("MMAP_PAGE_ZERO", personality(MMAP_PAGE_ZERO));
    refused("PER_LINUX32", personality(PER_LINUX32));
    refused("UNAME26", personality(UNAME26));
    puts("held");
    return 0;
}
