// The kernel as the cell meets it under test. Every call that would leave the process is bound to a fake_ function here
// (Scripts/fuzz renames the symbols), so nothing touches the host; a call without a fake does not link.
//
// The input decides how each call ends. What no call may ever do (close twice, mount outside the root, execute with a
// wall missing) aborts, which the fuzzer reports as a finding.
#ifndef CELL_FUZZING_HOST_H
#define CELL_FUZZING_HOST_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "cell.h"
#include "run.h"
#include "warm.h"

extern uint64_t start_key; // raw.h

enum { HOST_WARM_PROCESS = 500, HOST_WARM_INIT = 600 };
enum { HOST_DESCRIPTORS = 512, HOST_FRAMES = 16, HOST_MOUNTS = 32, HOST_BLOCKS = 64, HOST_CELL_FILTER = 1 };

enum host_kind { HOST_CLOSED, HOST_STANDARD, HOST_SOCKET, HOST_GIVEN, HOST_PIDFD, HOST_COUNTER, HOST_MOUNT, HOST_TREE, HOST_CONTEXT, HOST_LAYERS, HOST_FILE, HOST_PROC, HOST_WARM };

// What the worker sends at once: bytes, and descriptors with the first of them.
struct host_frame {
    const uint8_t *bytes;
    size_t size;
    int descriptors;
};

// What was done, so that it can be asked whether nothing was left out.
struct host_facts {
    uint32_t unshared;       // CLONE_NEW*
    int read_only_trees;     // clones of the host's tree that were closed to writing
    int trees;               // clones in all
    int pivoted, root_closed, loopback, host_name;
    int bounding_left;       // capabilities still in the bounding set
    int securebits, no_new_privileges, capabilities_reduced, cell_filter;
    int death_signal, parent_seen, group, chrooted, proc_mounted, descriptors_shown;
    int streams, closed_rest, limits, groups, gid, uid, capabilities_dropped, directory, filter;
};

struct host {
    const uint8_t *decisions;
    size_t decision_count;
    size_t late_decisions;   // decisions that wait until the cell is ready
    struct host_frame frames[HOST_FRAMES];
    size_t frame_count, frame, offset;
    uint8_t kinds[HOST_DESCRIPTORS];
    char mounts[HOST_MOUNTS][1024], shown[HOST_MOUNTS][1024];
    int mount_count, shown_count; // what a run may write; directories, which may stay for the next run
    void *blocks[HOST_BLOCKS]; // memory that the cell holds
    uint64_t clock_ns;
    uint64_t cpu_us;
    struct run_report report;
    struct warm_page page;   // of the warm process, which is number HOST_WARM_PROCESS
    struct run_report *told; // that of the run under way
    int warm_answers;        // what the warm process has answered
    int hung_up;             // the worker reads no more
    int forks;               // whether clone3 and vfork return in the child
    int in_child, in_program;
    int forks_warm, in_warm; // whether fork returns in the child by decision, and whether it has
    int loads_early;         // the filter comes before the ids change
    uid_t file_uid, file_gid; // as whom files are made and opened
    uid_t real_uid;          // whose signals the cell's are
    int clones, ready, outcomes, failures, last_reply;
    uint8_t reply[4096];
    size_t reply_size;
    jmp_buf exit;            // where execve and _exit lead
    int executed, exited;
    struct host_facts facts;
};

extern struct host host;

// Forgets everything; three standard streams and the socket are open.
void host_reset(const uint8_t *decisions, size_t count);

// Adds what the worker will send.
void host_send(const uint8_t *bytes, size_t size, int descriptors);

// The next decision; 0 when there are no more: all goes well from then on.
uint8_t host_decide(void);

// Whether this call fails, with errno set. Also the place that knows which calls are still allowed.
int host_refuses(void);

// Aborts with a message unless it holds.
void host_require(int holds, const char *what);

// What the init of a run that the warm process has started would have written.
void host_fill_warm_report(void);

// A new descriptor of a kind.
int host_open(enum host_kind kind);
int host_is_open(int fd);

// Gives back what the cell left allocated, and requires that it was no more than `most` blocks.
void host_free_blocks(int most);

// Requires that no descriptor of these tests is open but the standard streams, the socket, and what a cell keeps: a
// pidfd of its own and two counters.
void host_require_closed(void);

#endif
