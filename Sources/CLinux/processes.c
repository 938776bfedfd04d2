// Processes: how they start, and what signals this one heeds.
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

// Every signal back to its default and none blocked: this process's choices are not the other's.
static int set_attributes(posix_spawnattr_t *attributes, short flags) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0)
        error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0)
        error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | flags);
    return error;
}

static int set_actions(posix_spawn_file_actions_t *actions, int socket) {
    int error = 0;
    // dup2 of a descriptor onto itself would leave it close-on-exec, hence by way of 4.
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, socket, 4);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, 4, 3);
    for (int fd = 0; fd < 3 && error == 0; fd++)
        error = posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_RDWR, 0);
    if (error == 0)
        error = posix_spawn_file_actions_addclosefrom_np(actions, 4);
    return error;
}

int clinux_spawn(const char *path, int socket, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return -error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    char name[] = "verdict-cell";
    char *arguments[] = {name, NULL};
    char *environment[] = {NULL};
    error = set_actions(&actions, socket);
    // No terminal: a Ctrl-C there is for the worker to handle, and no run can write into its input.
    if (error == 0)
        error = set_attributes(&attributes, POSIX_SPAWN_SETSID);
    if (error == 0)
        error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
}

static int set_streams(posix_spawn_file_actions_t *actions, const int *streams) {
    int error = 0;
    for (int fd = 0; fd < 3 && error == 0; fd++)
        error = streams[fd] < 0 ? posix_spawn_file_actions_addopen(actions, fd, "/dev/null", O_RDWR, 0)
                                : posix_spawn_file_actions_adddup2(actions, streams[fd], fd);
    return error == 0 ? posix_spawn_file_actions_addclosefrom_np(actions, 3) : error;
}

int clinux_start(char *const *words, char *const *variables, const int *streams, int group, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return -error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    error = set_streams(&actions, streams);
    // The number of its group is 0, which is its own.
    if (error == 0)
        error = set_attributes(&attributes, group ? POSIX_SPAWN_SETPGROUP : 0);
    if (error == 0)
        error = posix_spawnp(pid, words[0], &actions, &attributes, words, variables == NULL ? environ : variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
}

static volatile sig_atomic_t signal_event = -1;

static void note_signal(int number) {
    (void)number;
    int error = errno;
    uint64_t one = 1;
    ssize_t written = write(signal_event, &one, sizeof one); // fails only after 2^64 signals
    (void)written;
    errno = error;
}

int clinux_catch_signals(const int *signals, size_t count, int event, int heed_ignored) {
    signal_event = event;
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++) {
        struct sigaction current;
        if (sigaction(signals[i], NULL, &current) < 0)
            return -errno;
        if (current.sa_handler == SIG_IGN && !heed_ignored)
            continue;
        if (sigaction(signals[i], &action, NULL) < 0)
            return -errno;
    }
    return 0;
}
