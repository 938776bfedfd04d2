// Between clone and exec: raw system calls on what was prepared before, no allocation, no stdio, nothing of glibc's that
// knows threads or errno. A warm process (warm.h) starts runs with the same code. The init and the program, until execve,
// share the cell's memory, so that starting a run costs no copy of page tables; each has a stack of its own here, and what
// they write is the report and nothing else.
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "raw.h"
#include "run.h"

_Static_assert(sizeof(struct run_report) <= 4096, "the report is one page");

enum { STACK_SIZE = 16 << 10 };

// One run at a time, hence one of each.
static char init_stack[STACK_SIZE] __attribute__((aligned(4096)));
static char program_stack[STACK_SIZE] __attribute__((aligned(4096)));

void child_prepare(void) {
    memset(init_stack, 0, sizeof init_stack);
    memset(program_stack, 0, sizeof program_stack);
}

static _Noreturn void leave(int status) {
    for (;;)
        raw_call(SYS_exit_group, status);
}

// The run cannot be started: `result` is what the kernel said.
static _Noreturn void fail(const struct run_plan *plan, int stage, long result) {
    plan->report->stage = stage;
    plan->report->error = (int32_t)-result;
    leave(1);
}

static void check(const struct run_plan *plan, int stage, long result) {
    if (result < 0)
        fail(plan, stage, result);
}

static long drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return raw_call(SYS_capset, &header, none);
}

// Shows the program its own descriptors, which is where /dev/stdin, /dev/stdout and /dev/stderr lead: that one directory of the
// host's proc, in which "self" is whoever asks. In a /proc of the run's own they are anyway.
static void show_descriptors(const struct run_plan *plan) {
    if (plan->proc || !plan->descriptors)
        return;
    long tree = raw_start_call(SYS_open_tree, plan->cell->host_proc, "self/fd", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC, 0, 0);
    check(plan, RUN_STAGE_DESCRIPTORS, tree);
    check(plan, RUN_STAGE_DESCRIPTORS,
          raw_start_call(SYS_move_mount, tree, "", AT_FDCWD, CELL_DESCRIPTORS, MOVE_MOUNT_F_EMPTY_PATH));
}

// Descriptors 0 to 2 and nothing else. The given ones are all above 2, so no copy overwrites another.
static void set_streams(const struct run_plan *plan) {
    for (int i = 0; i < 3; i++)
        check(plan, RUN_STAGE_STREAMS, raw_call(SYS_dup3, plan->streams[i], i, 0));
    check(plan, RUN_STAGE_STREAMS, raw_call(SYS_close_range, 3, ~0U, 0));
}

static void set_limits(const struct run_plan *plan) {
    for (int i = 0; i < plan->limit_count; i++)
        check(plan, RUN_STAGE_RLIMITS,
              raw_start_call(SYS_prlimit64, 0, plan->limits[i].resource, &plan->limits[i].value, 0, 0));
}

static void drop_privileges(const struct run_plan *plan) {
    const struct cell *cell = plan->cell;
    long id = cell->run_id;
    // Groups before ids: without CAP_SETGID they could no longer be dropped.
    if (cell->drops_groups)
        check(plan, RUN_STAGE_IDS, raw_call(SYS_setgroups, 0, 0));
    check(plan, RUN_STAGE_IDS, raw_call(SYS_setresgid, id, id, id));
    check(plan, RUN_STAGE_IDS, raw_call(SYS_setresuid, id, id, id));
    // Where one id is mapped, the change above was none and dropped nothing.
    if (cell->layers & LAYER_PRIVILEGES)
        check(plan, RUN_STAGE_CAPABILITIES, drop_capabilities());
}

// What the run's policy has besides the cell's filter. SPEC_ALLOW: no slow-down by speculation controls (Linux < 5.16).
static void load_filter(const struct run_plan *plan) {
    if (plan->filter != NULL)
        check(plan, RUN_STAGE_SECCOMP,
              raw_start_call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, plan->filter, 0, 0));
}

// The program's process, born in the run's cgroup. The init waits until execve (CLONE_VFORK); not for a copy of a warm process,
// which goes on without one.
static void start_program(const void *argument) {
    const struct run_plan *plan = argument;
    struct run_report *report = plan->report;
    show_descriptors(plan);
    // Streams before the directory, which may be where a descriptor that is about to be closed leads.
    set_streams(plan);
    // Before the ids change, so that limits may still be set whatever the uid has in use.
    set_limits(plan);
    // Without no_new_privs only CAP_SYS_ADMIN may load a filter, and the ids take it away.
    int is_early = !(plan->cell->layers & LAYER_PRIVILEGES);
    if (is_early)
        load_filter(plan);
    drop_privileges(plan);
    // With the program's own rights, not the init's.
    check(plan, RUN_STAGE_DIRECTORY, raw_call(SYS_chdir, plan->working_directory));
    report->overhead_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    report->started_ns = clock_ns(CLOCK_MONOTONIC);
    if (!is_early)
        load_filter(plan);
    if (plan->go_on != NULL)
        plan->go_on(plan);
    report->stage = RUN_STAGE_EXEC;
    fail(plan, RUN_STAGE_EXEC, raw_call(SYS_execve, plan->arguments[0], plan->arguments, plan->environment));
}

static void enter_root(const struct run_plan *plan) {
    if (plan->proc)
        check(plan, RUN_STAGE_PROC,
              raw_start_call(SYS_mount, "proc", CELL_RUN_ROOT "/proc", "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
                       "subset=pid,hidepid=invisible"));
    check(plan, RUN_STAGE_ROOT, raw_start_call(SYS_chroot, CELL_RUN_ROOT, 0, 0, 0, 0));
    check(plan, RUN_STAGE_ROOT, raw_call(SYS_chdir, "/"));
}

static long spawn_program(const struct run_plan *plan) {
    struct clone_args arguments = {
        .flags = CLONE_VM | CLONE_VFORK,
        .exit_signal = SIGCHLD,
        .stack = (uint64_t)(uintptr_t)program_stack,
        .stack_size = sizeof program_stack,
    };
    if (plan->go_on != NULL) // a copy, on the stack that this process is on
        arguments = (struct clone_args){
            .flags = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID,
            .exit_signal = SIGCHLD,
            .child_tid = (uint64_t)(uintptr_t)plan->thread_number,
        };
    if (plan->cgroup >= 0) { // born in its cgroup: moving there afterwards would stall every fork on the host
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)plan->cgroup;
    }
    return raw_spawn(&arguments, start_program, plan);
}

// Waits until the program has ended; other children are orphans of the run, whose end nobody asks for.
static void reap_until(const struct run_plan *plan, long program) {
    struct run_report *report = plan->report;
    for (;;) {
        int status = 0;
        long pid = raw_call(SYS_wait4, -1, &status, __WALL, &report->usage);
        if (pid == -EINTR || (pid > 0 && pid != program))
            continue;
        check(plan, RUN_STAGE_INIT, pid);
        report->ended_ns = clock_ns(CLOCK_MONOTONIC);
        report->wait_status = status;
        report->has_status = 1;
        return;
    }
}

// The first process of the run's PID namespace: starts the program, reaps, reports, and takes all with it.
static void init_main(const void *argument) {
    const struct run_plan *plan = argument;
    struct run_report *report = plan->report;
    report->stage = RUN_STAGE_INIT;
    // The run must not outlive its cell. If that is gone already, nobody will send the signal: look.
    check(plan, RUN_STAGE_PARENT, raw_call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
    struct pollfd cell = {.fd = plan->cell->own_pidfd, .events = POLLIN};
    struct timespec now = {0, 0};
    if (raw_call(SYS_ppoll, &cell, 1, &now, 0, 0) != 0)
        fail(plan, RUN_STAGE_PARENT, -ESRCH);
    enter_root(plan);
    // A process group of its own in the cell's session, which has no controlling terminal to inject into.
    check(plan, RUN_STAGE_GROUP, raw_call(SYS_setpgid, 0, 0));
    long program = spawn_program(plan);
    check(plan, RUN_STAGE_FORK, program);
    if (report->error != 0)
        leave(1); // the program's process said why, and is gone
    if (plan->go_on == NULL)
        report->stage = RUN_STAGE_STARTED;
    // It keeps no end of a pipe open and no right to use; nobody may trace it or read its memory (PR_SET_DUMPABLE in
    // setup.c: it is the cell's).
    raw_call(SYS_close_range, 0, ~0U, 0);
    drop_capabilities();
    reap_until(plan, program);
    leave(0); // and the kernel kills whatever else lives in this PID namespace
}

long child_spawn(const struct run_plan *plan, int *pidfd) {
    // Handlers are cleared because the program inherits what the init has, and the init is to have none.
    struct clone_args arguments = {
        .flags = CLONE_VM | CLONE_PIDFD | CLONE_CLEAR_SIGHAND,
        .pidfd = (uint64_t)(uintptr_t)pidfd,
        .exit_signal = SIGCHLD,
        .stack = (uint64_t)(uintptr_t)init_stack,
        .stack_size = sizeof init_stack,
    };
    if (plan->go_on != NULL) { // the cell's child, and not the warm process'; the cell gets a pidfd by itself
        arguments.flags = CLONE_VM | CLONE_PARENT | CLONE_CLEAR_SIGHAND;
        arguments.pidfd = arguments.exit_signal = 0;
    }
    if (plan->cell->layers & LAYER_PID)
        arguments.flags |= CLONE_NEWPID;
    // SysV objects and POSIX queues are closed by seccomp in every policy; where they are not, a namespace keeps them apart.
    if ((plan->cell->layers & LAYER_IPC) && !(plan->cell->layers & LAYER_SECCOMP))
        arguments.flags |= CLONE_NEWIPC;
    return raw_spawn(&arguments, init_main, plan);
}
