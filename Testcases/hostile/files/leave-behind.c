// expect: exited 0
// wall: scratch, ipc, seccomp, network
// stdout: held
// runs: 2
// x: leaves a mark in every place that could outlive a run, and looks for the mark of the run before: run it twice
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static int marks;

static void mark(const char *place, long result)
{
    if (result < 0 && (errno == EEXIST || errno == EADDRINUSE)) {
        printf("breach: a mark of another run in %s\n", place);
        marks++;
    }
}

int main(void)
{
    static const char *const files[] = {"/tmp/mark", "/dev/shm/mark", "/var/tmp/mark", "/box/mark", "/mark"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        mark(files[i], open(files[i], O_CREAT | O_EXCL | O_WRONLY, 0666));
    int flags = IPC_CREAT | IPC_EXCL | 0666;
    mark("shared memory", shmget(0x76657264, 4096, flags));
    mark("semaphores", semget(0x76657264, 1, flags));
    mark("message queues", msgget(0x76657264, flags));
    mark("POSIX queues", mq_open("/mark", O_CREAT | O_EXCL | O_RDWR, 0666, NULL));
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0verdict-mark"};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener >= 0)
        mark("abstract sockets", bind(listener, (struct sockaddr *)&address, sizeof address));
    if (syscall(SYS_keyctl, 10 /* KEYCTL_SEARCH */, -4 /* user keyring */, "user", "verdict-mark", 0) > 0)
        marks += puts("breach: a mark of another run in the keyring") > 0;
    syscall(SYS_add_key, "user", "verdict-mark", "x", 1, -4);
    if (marks == 0)
        puts("held");
    return marks != 0;
}
