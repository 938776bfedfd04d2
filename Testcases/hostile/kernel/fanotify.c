// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: watches what others do with whole file systems
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>

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
    refused("fanotify that may forbid", fanotify_init(FAN_CLASS_CONTENT, 0));
    refused("fanotify", fanotify_init(FAN_CLASS_NOTIF, 0));
    refused("fanotify of an ordinary user", fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, 0));
    puts("held");
    return 0;
}
