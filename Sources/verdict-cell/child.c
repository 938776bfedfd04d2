// Between clone and exec: raw system calls on what was prepared before, no allocation, no stdio, and none of glibc's
// credential wrappers (they signal threads that are not there).
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run.h"

_Static_assert(sizeof(struct run_report) <= 4096, "the report is one page");

static _Noreturn void fail(const struct run_plan *plan, int stage) {
    plan->report->stage = stage;
    plan->report->error = errno;
    _exit(1);
}

static int drop_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

// Descriptors 0 to 2 and nothing else. The given ones are all above 2, so no copy overwrites another.
static void set_streams(const struct run_plan *plan) {
    for (int i = 0; i < 3; i++)
        if (syscall(SYS_dup3, plan->streams[i], i, 0) < 0)
            fail(plan, RUN_STAGE_STREAMS);
    if (syscall(SYS_close_range, 3U, ~0U, 0U) < 0)
        fail(plan, RUN_STAGE_STREAMS);
}

static void set_limits(const struct run_plan *plan) {
    for (int i = 0; i < plan->limit_count; i++)
        if (syscall(SYS_prlimit64, 0, plan->limits[i].resource, &plan->limits[i].value, NULL) < 0)
            fail(plan, RUN_STAGE_RLIMITS);
}

static void drop_privileges(const struct run_plan *plan) {
    const struct cell *cell = plan->cell;
    // Groups before ids: without CAP_SETGID they could no longer be dropped.
    if (cell->drops_groups && syscall(SYS_setgroups, 0, NULL) < 0)
        fail(plan, RUN_STAGE_IDS);
    if (syscall(SYS_setresgid, cell->run_id, cell->run_id, cell->run_id) < 0)
        fail(plan, RUN_STAGE_IDS);
    if (syscall(SYS_setresuid, cell->run_id, cell->run_id, cell->run_id) < 0)
        fail(plan, RUN_STAGE_IDS);
    // Where one id is mapped, the change above was none and dropped nothing.
    if ((cell->layers & LAYER_PRIVILEGES) && drop_capabilities() < 0)
        fail(plan, RUN_STAGE_CAPABILITIES);
}

// From here on only what the filter allows. SPEC_ALLOW: no slow-down by speculation controls (Linux < 5.16).
static void load_filter(const struct run_plan *plan) {
    if (plan->filter != NULL
        && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, plan->filter) < 0)
        fail(plan, RUN_STAGE_SECCOMP);
}

// The program's process, sharing the init's memory until execve (vfork).
static _Noreturn void start_program(const struct run_plan *plan) {
    struct run_report *report = plan->report;
    // Streams first: the directory may be where a descriptor that is about to be closed leads.
    set_streams(plan);
    // Before the ids change, so that limits may still be set whatever the uid has in use.
    set_limits(plan);
    // Without no_new_privs only CAP_SYS_ADMIN may load a filter, and the ids take it away.
    int is_early = !(plan->cell->layers & LAYER_PRIVILEGES);
    if (is_early)
        load_filter(plan);
    drop_privileges(plan);
    // With the program's own rights, not the init's.
    if (chdir(plan->working_directory) < 0)
        fail(plan, RUN_STAGE_DIRECTORY);
    report->overhead_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    report->started_ns = clock_ns(CLOCK_MONOTONIC);
    if (!is_early)
        load_filter(plan);
    report->stage = RUN_STAGE_EXEC;
    execve(plan->arguments[0], plan->arguments, plan->environment);
    fail(plan, RUN_STAGE_EXEC);
}

// The kernel should choose the init when the run's memory is used up: with it the whole run ends. The program, started
// in between, keeps 0. Only where the cgroup cannot kill as a group (v1).
static int open_oom_score(const struct run_plan *plan) {
    if (!plan->cell->adjust_oom)
        return -1;
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "0", 1) != 1)
        fail(plan, RUN_STAGE_INIT);
    return fd;
}

static void enter_root(const struct run_plan *plan) {
    if (plan->proc
        && mount("proc", CELL_RUN_ROOT "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "subset=pid,hidepid=invisible") < 0)
        fail(plan, RUN_STAGE_PROC);
    if (syscall(SYS_chroot, CELL_RUN_ROOT) < 0 || chdir("/") < 0)
        fail(plan, RUN_STAGE_ROOT);
}

// Waits until the program has ended; other children are orphans of the run, whose end nobody asks for.
static void reap_until(const struct run_plan *plan, pid_t program) {
    struct run_report *report = plan->report;
    for (;;) {
        int status;
        pid_t pid = (pid_t)syscall(SYS_wait4, -1, &status, __WALL, &report->usage);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            fail(plan, RUN_STAGE_INIT);
        if (pid != program)
            continue;
        report->ended_ns = clock_ns(CLOCK_MONOTONIC);
        report->wait_status = status;
        report->has_status = 1;
        return;
    }
}

_Noreturn void child_main(const struct run_plan *plan) {
    struct run_report *report = plan->report;
    report->stage = RUN_STAGE_INIT;
    // The run must not outlive its cell. If that is gone already, nobody will send the signal: look.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        fail(plan, RUN_STAGE_PARENT);
    struct pollfd cell = {.fd = plan->cell->own_pidfd, .events = POLLIN};
    if (syscall(SYS_poll, &cell, 1, 0) != 0)
        fail(plan, RUN_STAGE_PARENT);
    int oom_score = open_oom_score(plan);
    enter_root(plan);
    // A session of its own: no controlling terminal to inject into.
    if (syscall(SYS_setsid) < 0)
        fail(plan, RUN_STAGE_SESSION);
    pid_t program = vfork();
    if (program == 0)
        start_program(plan);
    if (program < 0)
        fail(plan, RUN_STAGE_FORK);
    if (report->error != 0)
        _exit(1); // the program's process said why, and is gone
    report->overhead_ns += clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    report->stage = RUN_STAGE_STARTED;
    if (oom_score >= 0 && write(oom_score, "1000", 4) != 4)
        fail(plan, RUN_STAGE_INIT);
    // Nobody may trace the init or read its memory, and it keeps no end of a pipe open and no right to use.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    syscall(SYS_close_range, 0U, ~0U, 0U);
    drop_capabilities();
    reap_until(plan, program);
    _exit(0); // and the kernel kills whatever else lives in this PID namespace
}
