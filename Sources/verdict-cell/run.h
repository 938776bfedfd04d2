// One run: what the cell prepares, and what the init of the run's PID namespace tells it through a shared page.
#ifndef VERDICT_RUN_H
#define VERDICT_RUN_H

#include <linux/filter.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "cell.h"

// How far the init and the program got before execve; with report.error it names what failed.
enum run_stage {
    RUN_STAGE_INIT = 1,
    RUN_STAGE_PARENT,
    RUN_STAGE_PROC,
    RUN_STAGE_ROOT,
    RUN_STAGE_GROUP,
    RUN_STAGE_FORK,
    RUN_STAGE_DESCRIPTORS,
    RUN_STAGE_STREAMS,
    RUN_STAGE_DIRECTORY,
    RUN_STAGE_RLIMITS,
    RUN_STAGE_IDS,
    RUN_STAGE_CAPABILITIES,
    RUN_STAGE_SECCOMP,
    RUN_STAGE_EXEC,
    RUN_STAGE_STARTED,
};

// Written by the init, and by the program's process before execve; the program itself has no mapping of it.
struct run_report {
    int32_t stage;
    int32_t error;          // errno of the stage; 0: none
    int32_t has_status;
    int32_t wait_status;
    uint64_t overhead_ns;   // CPU time spent in the run's cgroup before execve
    uint64_t started_ns;    // CLOCK_MONOTONIC right before execve; 0: not yet
    uint64_t ended_ns;
    struct rusage usage;    // the program's first process and what it waited for
};

struct run_limit {
    int resource;
    struct rlimit value;
};

enum { RUN_MAX_LIMITS = 10 };

// Everything that happens between clone and exec works on this; it is complete before the clone.
struct run_plan {
    char **arguments;
    char **environment;
    const char *working_directory;
    int streams[3];
    int cgroup;                      // -1: no v2 cgroup
    struct run_limit limits[RUN_MAX_LIMITS];
    int limit_count;
    const struct sock_fprog *filter; // besides the cell's; NULL: none
    const struct cell *cell;
    struct run_report *report;
    int proc;
    int descriptors;
    // Not NULL where the program is a copy of a warm process: where it goes on instead of an execve, unless this returns.
    void (*go_on)(const struct run_plan *plan);
    void *thread_number;             // where such a process keeps the number of its thread
};

enum { RUN_MAX_MOUNTS = 12 };

// CPU time from the v2 cgroup's cpu.stat (any v2 tree has it, controllers or not).
struct cpu_usage {
    uint64_t total_ns, user_ns, system_ns;
};

// What one run has in use, so that one place can give it back.
struct run {
    struct cell *cell;
    const Verdict__Cell__V1__Run *request;
    struct wire_request *received;
    struct run_plan plan;
    char mounted[RUN_MAX_MOUNTS][512]; // scratch file systems
    int mounted_count;
    int kept[WIRE_MAX_DESCRIPTORS];
    int kept_count;
    int cpu_stat; // -1: no v2 cgroup
    struct cpu_usage before;
    uint64_t counted_before, cloned_ns;
    uint64_t before_last_ns; // its CPU time when the last part of the wall limit began
    int is_in_last_part;
    int counts, pinned, is_warm;
    pid_t init;
    int pidfd; // of it
    int cpu_struck, wall_struck, stopped, worker_gone;
    unsigned signals; // those that the program is to get, a bit each
};

// Mounts what the run is shown and what it may write, noting it in `mounted` and `kept`. Returns 0 or -1.
int run_mount(struct run *run, struct failure *failure);

// Copies the directory `name` of the store into the scratch file system `target`, its regular files and directories, as
// the run's own. Returns 0 or -1.
int run_copy_contents(const struct cell *cell, const char *name, int target, struct failure *failure);

// Unmounts the scratch file systems.
void run_unmount(struct run *run);

// Unmounts the run's /proc, or what it saw of it. That waits for the whole kernel to look away (RCU), and nobody has to
// wait for it but the next run.
void run_unmount_proc(const struct run *run);

// Follows the run until its init has ended or is told to: by a limit, or by the worker.
void run_watch(struct run *run);

// CPU time of the run so far, what starting it took left out; 0 without a cgroup. Returns 0, or -1 with errno set.
int run_usage(const struct run *run, struct cpu_usage *usage);

// Starts the init, which starts the program. Returns its number, with `pidfd` set, or -errno.
long child_spawn(const struct run_plan *plan, int *pidfd);

// Has the cell's warm process start the init, as child_spawn does otherwise. Returns its number, with `pidfd` set, or -errno: then
// there is no warm process any more.
long warm_spawn(struct cell *cell, struct run_plan *plan, const Verdict__Cell__V1__Run *request, int *pidfd);

// Whether there is nothing to copy where there was, or it has been copied often enough.
int warm_is_worn(const struct cell *cell);

// Once, before the first run: makes the children's stacks present, so that no run is charged with them.
void child_prepare(void);

// Holds the cell, and with it the run that it is about to start, to the processors of the request. Returns whether it
// is: a processor that has gone since is no reason not to run.
int run_pin(struct cell *cell, const Verdict__Cell__V1__Run *request);

uint64_t clock_ns(int clock);

// Reads cpu.stat. Returns 0, or -1 with errno set.
int cpu_read(int cpu_stat, struct cpu_usage *usage);

// Opens a counter that stands still in this process and runs in programs from their execve on, children included
// (perf_event_open(2)). Returns its descriptor or -1: a host without it, or without the right to it, has no such number.
int counter_open(const Verdict__Cell__V1__Counter *kind);

// Reads it. Returns 0, or -1 if it is not there or did not run all the time.
int counter_read(int counter, uint64_t *value);

#endif
