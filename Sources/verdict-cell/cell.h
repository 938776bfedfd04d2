// The state of a cell, set once by cell_setup and read by every run.
#ifndef VERDICT_CELL_H
#define VERDICT_CELL_H

#include <linux/filter.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "failure.h"
#include "layers.h"
#include "wire.h"

enum { CELL_MAX_FILTERS = 4, CELL_MAX_SHOWN = 12 };

// Where the runs' root is inside the cell's own root. Runs are changed into it and never see what lies beside it.
#define CELL_RUN_ROOT "/root"
#define CELL_STORE "/store"
// In the runs' root: what runs without /proc are shown of it.
#define CELL_DESCRIPTORS "/proc/self/fd"
// Nothing lies here.
#define CELL_EMPTY "/empty"

// A directory of the store as it is bound into the runs' root. What cannot be written may stay for the next run.
struct shown {
    char source[512], target[512];
    dev_t device;
    ino_t inode; // held by the mount, so no other directory can have it
    int is_nameless; // the mount does not tell where on the host it is
};

// struct sched_attr (sched_setattr(2)), which glibc 2.36 does not have and whose kernel header it cannot bear.
struct scheduling {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

// The cell's end of its warm process (warm.h).
struct warm {
    pid_t pid; // 0: there is none
    int socket; // 0: not open
    struct warm_page *page;
    unsigned copies;
    int has_been; // there was one
    int library;  // a copy of it in memory; 0: none
};

struct cell {
    uint32_t layers;
    uint32_t run_id;                              // uid and gid of programs
    int host_proc;                                // the host's /proc
    int own_pidfd;                                // lets an init see that its cell is gone
    rlim_t hard_limits[RLIM_NLIMITS];
    int drops_groups;                             // setgroups(2) is allowed in this user namespace
    struct sock_fprog filters[CELL_MAX_FILTERS];  // owned
    size_t filter_count;
    struct shown shown[CELL_MAX_SHOWN];
    size_t shown_count;
    struct run_report *report;                    // one page shared with the init of the run under way
    int counter;                                  // perf event that programs inherit; -1: none
    int inputs;                                   // a read-only mount that is attached nowhere, for the worker; -1: not made
    int is_pinned;                                // to `pinned`, and so are its children
    cpu_set_t pinned;
    struct scheduling scheduling;                 // of this process; size 0: not known
    struct warm warm;
};

// Makes namespaces and root as `setup` says, speaking with the worker in between. Returns 0 or -1 with `failure` set.
int cell_setup(struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure);

// Becomes root of the cell's user namespace, which is nobody on the host.
int cell_take_ids(const struct cell *cell, struct failure *failure);

// Builds the root of read-only binds in the current mount namespace and makes it the root of this process. With
// `takes_ids` that happens (cell_take_ids) once the host's places are found, which only the worker's own id may be able to.
int root_build(struct cell *cell, const Verdict__Cell__V1__Setup *setup, int takes_ids, struct failure *failure);

// Allows no further namespaces below the cell's own user namespace, but PID, IPC and mount namespaces.
void namespaces_close(const struct cell *cell);

// Gives up what a cell does not need: bounding set, capabilities but those for mounts and ids, new privileges. With `is_lasting`
// those capabilities outlast one execve, which nobody can have them do later.
int privileges_reduce(const struct cell *cell, int is_lasting, struct failure *failure);

// From here on only what `filter` allows, and what starts a run with `key`. Returns 0 or -1.
int cell_load_filter(const struct cell *cell, const ProtobufCBinaryData *filter, uint64_t key, struct failure *failure);

// Takes the library of `setup`'s warm process while the host's files are in sight.
void warm_take_library(struct cell *cell, const Verdict__Cell__V1__Setup *setup);

// Starts the warm process that `setup` asks for, before this process gives up its rights. What keeps it from being there is no
// failure: runs are started cold then.
void warm_start(struct cell *cell, const Verdict__Cell__V1__Setup *setup);

// Ends it, and waits until it is gone.
void warm_end(struct cell *cell);

// Does one run from request to reply. Returns 0, or -1 if the worker is gone.
int run_handle(struct cell *cell, struct wire_request *request);

#endif
