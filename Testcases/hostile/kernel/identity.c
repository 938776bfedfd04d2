// expect: exited 0
// wall: user, capabilities, seccomp
// stdout: held
// x: becomes root or somebody else with every call of the family
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

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

int main(void)
{
    static const unsigned ids[] = {0, 1, 65534, 1001};
    uid_t user = getuid();
    gid_t group = getgid(), groups[64];
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        unsigned id = ids[i];
        refused("setuid", setuid(id));
        refused("seteuid", seteuid(id));
        refused("setreuid", setreuid(id, id));
        refused("setresuid", setresuid(id, id, id));
        refused("setgid", setgid(id));
        refused("setegid", setegid(id));
        refused("setregid", setregid(id, id));
        refused("setresgid", setresgid(id, id, id));
        refused("setgroups", setgroups(1, &id));
        setfsuid(id);
        setfsgid(id);
    }
    refused("no groups", setgroups(0, NULL));
    int count = getgroups(64, groups);
    for (int i = 0; i < count; i++)
        if (groups[i] == 0) {
            puts("breach: a member of root's group");
            return 1;
        }
    if (user == 0 || group == 0 || (unsigned)setfsuid(-1) != user || (unsigned)setfsgid(-1) != group) {
        puts("breach: is or became somebody else");
        return 1;
    }
    puts("held");
    return 0;
}
