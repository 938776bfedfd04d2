// pingpong first|second|pair|pinned ROUNDS: two programs that send each other a byte in turn. `pair` starts both, on two pipes,
// and prints the time of all rounds in nanoseconds; `pinned` holds both to one processor.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int play(int rounds, int starts) {
    char byte = 'x';
    for (int i = 0; i < rounds; i++) {
        if (starts && write(1, &byte, 1) != 1)
            return 1;
        if (read(0, &byte, 1) != 1)
            return 1;
        if (!starts && write(1, &byte, 1) != 1)
            return 1;
    }
    return 0;
}

static pid_t start(const char *self, const char *role, const char *rounds, int input, int output, const int pipes[4]) {
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    dup2(input, 0);
    dup2(output, 1);
    for (int i = 0; i < 4; i++)
        close(pipes[i]);
    execl(self, self, role, rounds, (char *)NULL);
    _exit(127);
}

static int pair(const char *self, const char *rounds) {
    int pipes[4], status = 0, failed = 0;
    if (pipe(pipes) < 0 || pipe(pipes + 2) < 0)
        return 1;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    start(self, "first", rounds, pipes[2], pipes[1], pipes);
    start(self, "second", rounds, pipes[0], pipes[3], pipes);
    for (int i = 0; i < 4; i++)
        close(pipes[i]);
    while (wait(&status) > 0)
        failed |= status;
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%lld\n", (end.tv_sec - begin.tv_sec) * 1000000000LL + end.tv_nsec - begin.tv_nsec);
    return failed != 0;
}

int main(int count, char **arguments) {
    if (count < 3)
        return 2;
    if (strcmp(arguments[1], "pinned") == 0) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(sched_getcpu(), &one);
        if (sched_setaffinity(0, sizeof one, &one) < 0)
            return 1;
        return pair(arguments[0], arguments[2]);
    }
    if (strcmp(arguments[1], "pair") == 0)
        return pair(arguments[0], arguments[2]);
    return play(atoi(arguments[2]), strcmp(arguments[1], "first") == 0);
}
