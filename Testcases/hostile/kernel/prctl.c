// expect: exited 0
// wall: capabilities, seccomp, user
// without: privileges
// stdout: held
// x: takes back what it was forbidden: no_new_privs, the filter, the bounding set, securebits
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, ENOSYS, EACCES, EINVAL};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

static void must(const char *promise, int kept)
{
    if (!kept) {
        printf("breach: %s\n", promise);
        exit(1);
    }
}

int main(void)
{
    refused("clearing no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    must("no_new_privs is not set", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 0);
    must("there is no filter", prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 0);
    refused("removing the filter", prctl(PR_SET_SECCOMP, 0, 0, 0, 0));
    for (int capability = 0; capability < 64; capability++) {
        must("the bounding set is not empty", prctl(PR_CAPBSET_READ, capability, 0, 0, 0) <= 0);
        must("an ambient capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) <= 0);
        refused("raising an ambient capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0));
    }
    refused("changing securebits", prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
    refused("being dumpable as root's", prctl(PR_SET_DUMPABLE, 2, 0, 0, 0));
    refused("another executable", prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, 0, 0, 0));
    refused("killing late on memory errors for others", prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0));
    must("no_new_privs was lost", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 0);
    puts("held");
    return 0;
}
