// What makes a copy of the process what a start of its own would have been: raw system calls, as in child.c.
#include <dirent.h>
#include <fcntl.h>
#include <linux/rseq.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

#include "../verdict-cell/raw.h"
#include "warm.h"

enum { SIGNALS = 64, SIGNAL_SET = 8, PIECE = 4096, STREAMS = 3, RSEQ_SIGNATURE = 0x53053053 };

// struct sigaction as the kernel has it.
struct action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

static struct action actions[SIGNALS + 1];
static struct stat streams[STREAMS];
static void *robust_list;
static size_t robust_size;

// The C library's area for restartable sequences (glibc 2.35); absent before.
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned __rseq_size __attribute__((weak));

int copy_prepare(void) {
    for (long number = 1; number <= SIGNALS; number++)
        if (raw_call(SYS_rt_sigaction, number, 0, &actions[number], SIGNAL_SET) < 0)
            return -1;
    for (int i = 0; i < STREAMS; i++)
        if (raw_call(SYS_fstat, i, &streams[i]) < 0)
            return -1;
    return raw_call(SYS_get_robust_list, 0, &robust_list, &robust_size) < 0 ? -1 : 0;
}

void copy_restore(void) {
    for (long number = 1; number <= SIGNALS; number++)
        if (actions[number].handler != SIG_DFL && actions[number].handler != SIG_IGN)
            raw_call(SYS_rt_sigaction, number, &actions[number], 0, SIGNAL_SET);
    raw_call(SYS_set_robust_list, robust_list, robust_size);
    if (&__rseq_size != NULL && __rseq_size > 0)
        raw_call(SYS_rseq, (char *)__builtin_thread_pointer() + __rseq_offset, sizeof(struct rseq), 0, RSEQ_SIGNATURE);
    // As after an execve of a file that everybody may read.
    raw_call(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static int has_like_streams(void) {
    for (int i = 0; i < STREAMS; i++) {
        struct stat now = {.st_mode = 0};
        if (raw_call(SYS_fstat, i, &now) < 0 || (now.st_mode & S_IFMT) != (streams[i].st_mode & S_IFMT)
            || now.st_blksize != streams[i].st_blksize)
            return 0;
    }
    return 1;
}

// Source text, and not an archive, which the interpreter would have looked into before. An archive ends with a record that
// begins with these four bytes.
static int is_text(int file) {
    static const char record[] = {'P', 'K', 5, 6};
    char piece[PIECE] = {0};
    size_t matched = 0;
    for (;;) {
        long count = raw_call(SYS_read, file, piece, sizeof piece);
        if (count <= 0)
            return count == 0;
        for (long i = 0; i < count; i++) {
            matched = piece[i] == record[matched] ? matched + 1 : piece[i] == record[0];
            if (matched == sizeof record)
                return 0;
        }
    }
}

static int is_regular(int file) {
    struct stat status = {.st_mode = 0};
    return raw_call(SYS_fstat, file, &status) == 0 && S_ISREG(status.st_mode);
}

// Whether a name in this directory is one of a module that was imported beforehand.
static int hides_modules(int directory) {
    _Alignas(struct dirent64) char names[PIECE] = {0};
    for (;;) {
        long size = raw_call(SYS_getdents64, directory, names, sizeof names);
        if (size <= 0)
            return size < 0;
        const struct dirent64 *entry;
        for (long at = 0; at < size; at += entry->d_reclen) {
            entry = (const struct dirent64 *)(names + at);
            if (python_has_imported(entry->d_name))
                return 1;
        }
    }
}

static int has_like_program(void) {
    long file = raw_call(SYS_openat, AT_FDCWD, begun.program, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return 0;
    int result = is_regular((int)file) && is_text((int)file);
    raw_call(SYS_close, file);
    return result;
}

static int has_like_directory(void) {
    char path[WARM_MOST_PATH];
    const char *slash = strrchr(begun.program, '/');
    size_t size = slash == NULL ? 0 : (size_t)(slash - begun.program);
    if (size == 0 || size >= sizeof path)
        return 0;
    memcpy(path, begun.program, size);
    path[size] = '\0';
    long directory = raw_call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return 0;
    int result = !hides_modules((int)directory);
    raw_call(SYS_close, directory);
    return result;
}

int copy_is_faithful(void) {
    return has_like_streams() && has_like_program() && has_like_directory();
}

uint64_t clock_ns(int clock) {
    struct timespec now = {0, 0};
    raw_call(SYS_clock_gettime, clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
