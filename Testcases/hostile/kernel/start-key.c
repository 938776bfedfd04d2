// expect: exited 0
// wall: seccomp
// stdout: held
// without: seccomp
// x: looks for the number with which the cell's own calls pass the filter, in what it starts with and by guessing
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;
extern char __executable_start, _end;

/* clone3 without arguments: ENOSYS says the filter, anything else (EINVAL) the kernel itself. */
static void try_key(const char *from, uint64_t key)
{
    if (syscall(SYS_clone3, NULL, 0, 0, 0, 0, key) < 0 && errno == ENOSYS)
        return;
    printf("breach: clone3 with %#llx, %s (%s)\n", (unsigned long long)key, from, strerror(errno));
    exit(1);
}

static void try_all(const char *from, const void *begin, const void *end)
{
    for (uintptr_t at = ((uintptr_t)begin + 7) & ~7ul; at + 8 <= (uintptr_t)end; at += 8) {
        uint64_t word;
        memcpy(&word, (const void *)at, sizeof word);
        try_key(from, word);
        try_key(from, word << 32 | word >> 32);
    }
}

int main(int count, char **arguments)
{
    uint64_t registers[6];
    __asm__ volatile("mov %%r8, %0\n mov %%r9, %1\n mov %%r12, %2\n mov %%r13, %3\n mov %%r14, %4\n mov %%r15, %5"
                     : "=m"(registers[0]), "=m"(registers[1]), "=m"(registers[2]), "=m"(registers[3]), "=m"(registers[4]),
                       "=m"(registers[5]));
    (void)count;
    try_all("a register", registers, registers + 6);
    try_key("nothing", 0);
    try_key("everything", UINT64_MAX);

    char **variable = environ;
    while (*variable != NULL)
        variable++;
    Elf64_auxv_t *entry = (Elf64_auxv_t *)(variable + 1);
    while (entry->a_type != AT_NULL)
        entry++;
    // To the end of the name of this program, which the kernel puts last.
    const char *name = (const char *)getauxval(AT_EXECFN);
    try_all("the stack", arguments, name + strlen(name));
    try_all("the program", &__executable_start, &_end);
    try_all("the kernel's own page", (const char *)getauxval(AT_SYSINFO_EHDR), (const char *)getauxval(AT_SYSINFO_EHDR) + 4096);

    for (int round = 0; round < 64; round++) {
        uint64_t guesses[32];
        if (getrandom(guesses, sizeof guesses, 0) != sizeof guesses)
            return 2;
        try_all("a guess", guesses, guesses + 32);
    }
    for (uint64_t key = 0; key < 100000; key++)
        try_key("counting", key);
    puts("held");
    return 0;
}
