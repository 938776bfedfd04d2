// System calls without the C library: no errno, which a process that shares the cell's memory would share as well.
#ifndef VERDICT_RAW_H
#define VERDICT_RAW_H

#include <linux/sched.h>
#include <stdint.h>
#include <sys/syscall.h>

// The sixth argument of the calls that start a run, none of which takes so many: the shared filter lets them pass with it,
// and refuses them without. A program cannot know it: execve leaves it nothing of this process's memory and registers.
extern uint64_t start_key;

#ifdef RAW_ELSEWHERE // where the kernel is played by somebody else (Tests/CellFuzzing)
long raw_call6(long number, long a, long b, long c, long d, long e, long f);
long raw_spawn(struct clone_args *arguments, void (*entry)(const void *), const void *argument);
#else

#ifndef __x86_64__
#error "verdict-cell: write raw_call and raw_spawn for this architecture"
#endif

// Returns what the kernel returns: a result, or -errno.
static inline long raw_call6(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

// clone3(2) for a process that begins in `entry`, on the stack that `arguments` name, or a copy of this one where they name
// none, and never returns from there. Returns the child's number, or -errno.
static inline long raw_spawn(struct clone_args *arguments, void (*entry)(const void *), const void *argument) {
    long result;
    register void (*start)(const void *) __asm__("r12") = entry;
    register const void *first __asm__("r13") = argument;
    register uint64_t key __asm__("r9") = start_key;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "and $-16, %%rsp\n\t"
                     "xor %%ebp, %%ebp\n\t" // the end of the stack, for whoever looks for frames
                     "mov %%r13, %%rdi\n\t"
                     "call *%%r12\n\t"
                     "ud2\n"
                     "1:"
                     : "=a"(result)
                     : "a"(SYS_clone3), "D"(arguments), "S"(sizeof *arguments), "r"(start), "r"(first), "r"(key)
                     : "rcx", "r11", "memory");
    return result;
}
#endif

#define RAW_PICK(_1, _2, _3, _4, _5, _6, _7, pick, ...) pick
#define RAW_CALL1(n) raw_call6(n, 0, 0, 0, 0, 0, 0)
#define RAW_CALL2(n, a) raw_call6(n, (long)(a), 0, 0, 0, 0, 0)
#define RAW_CALL3(n, a, b) raw_call6(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define RAW_CALL4(n, a, b, c) raw_call6(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define RAW_CALL5(n, a, b, c, d) raw_call6(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define RAW_CALL6(n, a, b, c, d, e) raw_call6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define RAW_CALL7(n, a, b, c, d, e, f) raw_call6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
// raw_call(number, up to six arguments)
#define raw_call(...)                                                                                        \
    RAW_PICK(__VA_ARGS__, RAW_CALL7, RAW_CALL6, RAW_CALL5, RAW_CALL4, RAW_CALL3, RAW_CALL2, RAW_CALL1)       \
    (__VA_ARGS__)

// One of the calls that start a run, with up to five arguments.
#define raw_start_call(number, a, b, c, d, e) \
    raw_call6(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)start_key)

// The same through the C library (<unistd.h>), which sets errno: for the cell's own process.
#define start_call(number, a, b, c, d, e) \
    ((int)syscall(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), start_key))

#endif
