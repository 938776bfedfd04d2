// expect: exited 0
// wall: seccomp, capabilities
// stdout: held
// x: opens files by handle, past every folder that could forbid it: the root of a file system is easy to guess
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    static const char *const places[] = {"/", "/box", "/tmp", "/dev/null"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        union {
            struct file_handle head;
            char space[sizeof(struct file_handle) + MAX_HANDLE_SZ];
        } handle = {.head = {.handle_bytes = MAX_HANDLE_SZ}};
        int mount, folder = open(places[i], O_RDONLY);
        if (name_to_handle_at(AT_FDCWD, places[i], &handle.head, &mount, 0) != 0) {
            handle.head.handle_bytes = 8;
            handle.head.handle_type = 1;
            handle.head.f_handle[0] = 2;
        }
        refused(places[i], open_by_handle_at(folder, &handle.head, O_RDONLY));
    }
    puts("held");
    return 0;
}
