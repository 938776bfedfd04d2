// expect: exited 0
// wall: seccomp
// stdout: held
// x: calls every number that is not known today: a filter must answer for calls that come after it
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    for (long number = 550; number < 5000; number++)
        if (syscall(number, 0, 0, 0, 0, 0, 0) >= 0 || (errno != ENOSYS && errno != EPERM)) {
            printf("breach: call %ld does something\n", number);
            return 1;
        }
    static const long odd[] = {-2, 0x7fffffff, 0x80000000, 0xffffffff, 0x20000000};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (syscall(odd[i], 0, 0, 0, 0, 0, 0) >= 0) {
            printf("breach: call %ld does something\n", odd[i]);
            return 1;
        }
    puts("held");
    return 0;
}
