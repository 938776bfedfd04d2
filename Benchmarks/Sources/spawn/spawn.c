// spawn RUNS [-j WORKERS] COMMAND ARGS…: runs the command RUNS times in each worker, by vfork, exec and wait, and prints
// the median time of a run and the time that all workers together needed, in nanoseconds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int by_size(const void *left, const void *right) {
    long a = *(const long *)left, b = *(const long *)right;
    return a < b ? -1 : a > b;
}

static long now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

// Runs the command `runs` times and notes the time of each.
static int measure(int runs, char **command, long *times) {
    for (int i = 0; i < runs; i++) {
        long start = now();
        pid_t child = vfork();
        if (child == 0) {
            execv(command[0], command);
            _exit(127);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) {
            fputs("spawn: the command failed\n", stderr);
            return 1;
        }
        times[i] = now() - start;
    }
    return 0;
}

// Has `workers` processes measure at once.
static int measure_all(int workers, int runs, char **command, long *times) {
    if (workers == 1)
        return measure(runs, command, times);
    for (int i = 0; i < workers; i++) {
        pid_t worker = fork();
        if (worker == 0)
            _exit(measure(runs, command, times + (size_t)i * (size_t)runs));
        if (worker < 0)
            return 1;
    }
    int failures = 0, status;
    while (wait(&status) > 0)
        failures += status != 0;
    return failures != 0;
}

int main(int count, char **arguments) {
    int first = 2, workers = 1;
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    if (count > 4 && strcmp(arguments[2], "-j") == 0) {
        workers = atoi(arguments[3]);
        first = 4;
    }
    if (runs <= 0 || workers <= 0 || first >= count) {
        fputs("usage: spawn RUNS [-j WORKERS] COMMAND ARGS...\n", stderr);
        return 64;
    }
    size_t all = (size_t)runs * (size_t)workers;
    long *times = mmap(NULL, all * sizeof *times, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (times == MAP_FAILED)
        return 1;
    memset(times, 0, all * sizeof *times);
    long start = now();
    if (measure_all(workers, runs, arguments + first, times) != 0)
        return 1;
    long taken = now() - start;
    qsort(times, all, sizeof *times, by_size);
    printf("%ld %ld\n", times[all / 2], taken);
    return 0;
}
