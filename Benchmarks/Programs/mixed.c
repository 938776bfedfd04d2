// mixed MODE: one way in which a judged program ends or tries to leave something behind. Run it in a sandbox only.
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void spin(void) {
    for (volatile unsigned turn = 0;; turn++) {
    }
}

static void hoard_memory(void) {
    for (;;) {
        char *block = malloc(1 << 20);
        if (block == NULL)
            exit(1);
        memset(block, 1, 1 << 20);
    }
}

// Children in sessions of their own that outlive the program, with its output open.
static void leave_daemons(void) {
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            setsid();
            signal(SIGTERM, SIG_IGN);
            signal(SIGHUP, SIG_IGN);
            for (;;)
                pause();
        }
}

static void bomb(void) {
    for (;;)
        fork();
}

static void flood(void) {
    static char line[4096];
    memset(line, 'x', sizeof line);
    while (write(1, line, sizeof line) > 0) {
    }
}

static void leave_files(void) {
    char name[64];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "/tmp/file-%d", i);
        int fd = open(name, O_WRONLY | O_CREAT, 0600);
        if (fd >= 0 && write(fd, name, sizeof name) < 0)
            break;
    }
    mkfifo("/tmp/fifo", 0600);
    if (symlink("/", "/tmp/link") == 0 && mkdir("/tmp/locked", 0) == 0)
        return;
}

static void leave_objects(void) {
    shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    mq_open("/left", O_CREAT | O_RDWR, 0600, NULL);
    shm_open("/left", O_CREAT | O_RDWR, 0600);
}

static void hold_descriptors(void) {
    int pair[2];
    while (pipe(pair) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0) {
    }
}

static void leave_zombies(void) {
    for (int i = 0; i < 8; i++)
        if (fork() == 0)
            _exit(0);
    usleep(1000);
}

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    static const struct { const char *name; void (*body)(void); } modes[] = {
        {"abort", abort}, {"spin", spin}, {"memory", hoard_memory}, {"daemons", leave_daemons}, {"bomb", bomb},
        {"flood", flood}, {"files", leave_files}, {"objects", leave_objects}, {"descriptors", hold_descriptors},
        {"zombies", leave_zombies},
    };
    if (strcmp(mode, "exit") == 0)
        return 3;
    if (strcmp(mode, "segv") == 0)
        return raise(SIGSEGV);
    if (strcmp(mode, "sleep") == 0)
        return (int)sleep(60);
    if (strcmp(mode, "kill") == 0)
        return kill(-1, SIGKILL);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(mode, modes[i].name) == 0)
            modes[i].body();
    return 0;
}
