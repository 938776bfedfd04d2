// Loaded into User Mode Linux on hosts whose processors have more state than that kernel knows (AMX).
//
// It saves and restores the registers of its processes with ptrace(2), in a buffer for AVX-512 at most. The host's kernel
// fills such a buffer as far as it goes, but takes back only the state as a whole. So what is restored is put into the whole
// state first. The machine has one processor, and one thread that calls this.
#define _GNU_SOURCE
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static unsigned char whole[1 << 16];

static long call(enum __ptrace_request request, pid_t pid, void *address, void *data)
{
    return syscall(SYS_ptrace, request, pid, address, data);
}

long ptrace(enum __ptrace_request request, ...)
{
    va_list rest;
    va_start(rest, request);
    pid_t pid = va_arg(rest, pid_t);
    void *address = va_arg(rest, void *);
    void *data = va_arg(rest, void *);
    va_end(rest);

    if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
        // The system call stores the word, the function returns it.
        long word = 0;
        long result = call(request, pid, address, &word);
        return result < 0 ? result : word;
    }
    if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE) {
        const struct iovec *part = data;
        struct iovec all = {whole, sizeof whole};
        if (call(PTRACE_GETREGSET, pid, address, &all) == 0 && part->iov_len < all.iov_len) {
            memcpy(whole, part->iov_base, part->iov_len);
            return call(request, pid, address, &all);
        }
    }
    return call(request, pid, address, data);
}
