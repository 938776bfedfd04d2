// expect: exited 0 or signaled SIGSYS or signaled SIGSEGV or security_violation
// wall: seccomp
// x: calls the kernel through the gate of 32-bit programs, whose numbers mean other calls than the filter believes
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __x86_64__
static long gate(long number, long first, long second)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(0L), "S"(0L), "D"(0L)
                     : "memory", "cc");
    return (int)result;
}
#else
static long gate(long number, long first, long second)
{
    return number + first + second > 0 ? -ENOSYS : 0;
}
#endif

int main(void)
{
    /* getpid, as 32-bit programs number it: a kernel without the gate takes 20 for something else */
    if (gate(20, 0, 0) == getpid()) {
        puts("breach: the 32-bit table of system calls answers");
        return 1;
    }
    if (gate(20, 0, 0) == -EBADF) {
        puts("held"); /* 20 was taken for a call on a descriptor: there is no gate */
        return 0;
    }
    /* getuid32, ptrace, unshare, add_key, socketcall, mount, keyctl */
    static const long numbers[] = {199, 26, 310, 286, 102, 21, 288};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        long result = gate(numbers[i], 0x10000000 /* CLONE_NEWUSER */, 0);
        if (result >= 0) {
            printf("breach: call %ld through the 32-bit gate answered %ld\n", numbers[i], result);
            return 1;
        }
    }
    puts("held");
    return 0;
}
