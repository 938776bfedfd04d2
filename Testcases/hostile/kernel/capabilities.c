// expect: exited 0
// wall: capabilities, user
// stdout: held
// x: counts its capabilities and raises them
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

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
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct now[2] = {{0}};
    if (syscall(SYS_capget, &head, now) == 0)
        for (int i = 0; i < 2; i++)
            if (now[i].effective || now[i].permitted || now[i].inheritable) {
                printf("breach: capabilities %#x %#x %#x\n", now[i].effective, now[i].permitted, now[i].inheritable);
                return 1;
            }
    for (int number = 0; number < 41; number++) {
        struct __user_cap_data_struct one[2] = {{0}};
        one[number / 32].permitted = one[number / 32].effective = 1u << number % 32;
        refused("raising a capability", syscall(SYS_capset, &head, one));
        one[number / 32].permitted = one[number / 32].effective = 0;
        one[number / 32].inheritable = 1u << number % 32;
        refused("making a capability inheritable", syscall(SYS_capset, &head, one));
    }
    puts("held");
    return 0;
}
