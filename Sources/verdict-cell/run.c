// One run: prepare, start, watch, clear away, report.
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mounts.h"

typedef Verdict__Cell__V1__Run Run;

enum { RUN_MAX_MOUNTS = 12, FIRST_DESCRIPTORS = 3 };

// What one run has in use, so that one place can give it back.
struct run {
    struct cell *cell;
    const Run *request;
    struct wire_request *received;
    struct run_plan plan;
    char mounted[RUN_MAX_MOUNTS][512];
    int mounted_count;
    int kept[WIRE_MAX_DESCRIPTORS];
    int kept_count;
    int cgroup, cpu_stat; // -1: no v2 cgroup
    struct cpu_usage before;
    pid_t init;
    int pidfd;
    int cpu_struck, wall_struck, stopped, worker_gone;
};

static const char *const stage_names[] = {
    [RUN_STAGE_INIT] = "start the init of the run",
    [RUN_STAGE_PARENT] = "tie the run to its cell",
    [RUN_STAGE_PROC] = "mount /proc for the run",
    [RUN_STAGE_ROOT] = "enter the run's root",
    [RUN_STAGE_SESSION] = "make a session",
    [RUN_STAGE_FORK] = "make the program's process",
    [RUN_STAGE_STREAMS] = "set the standard streams",
    [RUN_STAGE_DIRECTORY] = "enter the working directory",
    [RUN_STAGE_RLIMITS] = "set resource limits",
    [RUN_STAGE_IDS] = "change the user id",
    [RUN_STAGE_CAPABILITIES] = "drop capabilities",
    [RUN_STAGE_SECCOMP] = "load the seccomp filter",
    [RUN_STAGE_EXEC] = "execute the program",
    [RUN_STAGE_STARTED] = "wait for the program",
};

static void add_limit(struct run_plan *plan, int resource, rlim_t value) {
    struct rlimit current;
    // Nobody but the host's root may raise a hard limit; what is lower already stays.
    if (getrlimit(resource, &current) == 0 && current.rlim_max < value)
        value = current.rlim_max;
    plan->limits[plan->limit_count++] = (struct run_limit){resource, {value, value}};
}

static void plan_limits(struct run_plan *plan, const Run *request) {
    if (!(plan->cell->layers & LAYER_RLIMITS))
        return;
    add_limit(plan, RLIMIT_STACK, request->stack > 0 ? request->stack : RLIM_INFINITY);
    add_limit(plan, RLIMIT_FSIZE, request->file_size);
    add_limit(plan, RLIMIT_NOFILE, request->open_files);
    // 1, not 0: a core_pattern that is a pipe to a program of the host ignores 0 (core(5)).
    add_limit(plan, RLIMIT_CORE, 1);
    add_limit(plan, RLIMIT_MEMLOCK, 0);
    add_limit(plan, RLIMIT_MSGQUEUE, 0);
    add_limit(plan, RLIMIT_SIGPENDING, 256);
    add_limit(plan, RLIMIT_NICE, 0);
    add_limit(plan, RLIMIT_RTPRIO, 0);
    // A backstop should this process be held up. Far away, because it counts whole ticks, and those of threads that come
    // and go add up to more than what they used.
    if (request->cpu_limit_ns > 0)
        add_limit(plan, RLIMIT_CPU, 2 * (request->cpu_limit_ns / 1000000000u) + 5);
}

static char **list_of(char **items, size_t count) {
    char **list = calloc(count + 1, sizeof *list);
    if (list != NULL && count > 0)
        memcpy(list, items, count * sizeof *list);
    return list;
}

static int take_descriptors(struct run *run, struct failure *failure) {
    size_t expected = FIRST_DESCRIPTORS + (run->request->has_cgroup ? 2 : 0);
    errno = EPROTO;
    if (run->received->descriptor_count != expected)
        return failure_set(failure, "take %zu descriptors where %zu are due", run->received->descriptor_count, expected);
    memcpy(run->plan.streams, run->received->descriptors, sizeof run->plan.streams);
    if (run->request->has_cgroup) {
        run->cgroup = run->received->descriptors[3];
        run->cpu_stat = run->received->descriptors[4];
    }
    return 0;
}

static int make_plan(struct run *run, struct failure *failure) {
    const Run *request = run->request;
    struct run_plan *plan = &run->plan;
    *plan = (struct run_plan){.cell = run->cell, .report = run->cell->report, .proc = request->proc};
    if (take_descriptors(run, failure) < 0)
        return -1;
    errno = EINVAL;
    if (request->n_arguments == 0 || request->working_directory[0] != '/')
        return failure_set(failure, "run a request without a command or an absolute working directory");
    if ((run->cell->layers & LAYER_SECCOMP) && request->filter >= run->cell->filter_count)
        return failure_set(failure, "use seccomp filter %u", request->filter);
    if (run->cell->layers & LAYER_SECCOMP)
        plan->filter = &run->cell->filters[request->filter];
    plan->working_directory = request->working_directory;
    plan->arguments = list_of(request->arguments, request->n_arguments);
    plan->environment = list_of(request->environment, request->n_environment);
    if (plan->arguments == NULL || plan->environment == NULL)
        return failure_set(failure, "make the argument list");
    plan_limits(plan, request);
    return 0;
}

// Where a mount for this run goes: an existing directory of the read-only root.
static char *next_target(struct run *run, const char *target, struct failure *failure) {
    errno = EINVAL;
    char *path = run->mounted[run->mounted_count];
    if (run->mounted_count == RUN_MAX_MOUNTS || target[0] != '/' || strstr(target, "..") != NULL
        || snprintf(path, sizeof run->mounted[0], CELL_RUN_ROOT "%s", target) >= (int)sizeof run->mounted[0]) {
        failure_set(failure, "use %s in a run", target);
        return NULL;
    }
    return path;
}

static int mount_directories(struct run *run, struct failure *failure) {
    for (size_t i = 0; i < run->request->n_directories; i++) {
        const Verdict__Cell__V1__Directory *directory = run->request->directories[i];
        char *target = next_target(run, directory->target, failure);
        if (target == NULL)
            return -1;
        char source[512];
        errno = EINVAL;
        if (directory->source[0] == '/' || strstr(directory->source, "..") != NULL
            || snprintf(source, sizeof source, CELL_STORE "/%s", directory->source) >= (int)sizeof source)
            return failure_set(failure, "show %s", directory->source);
        if (mounts_bind(AT_FDCWD, source, target) < 0)
            return failure_set(failure, "show %s at %s", directory->source, directory->target);
        run->mounted_count++;
    }
    return 0;
}

static int mount_scratch(struct run *run, struct failure *failure) {
    for (size_t i = 0; i < run->request->n_scratch; i++) {
        const Verdict__Cell__V1__Scratch *scratch = run->request->scratch[i];
        char *target = next_target(run, scratch->target, failure);
        if (target == NULL)
            return -1;
        int fd = mounts_make_tmpfs(scratch->size, scratch->inodes, 0700, run->cell->run_id);
        if (fd < 0)
            return failure_set(failure, "make a tmpfs for %s", scratch->target);
        if (move_mount(fd, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0) {
            failure_set(failure, "mount a tmpfs at %s", scratch->target);
            close(fd);
            return -1;
        }
        run->mounted_count++;
        if (scratch->kept && run->kept_count < WIRE_MAX_DESCRIPTORS)
            run->kept[run->kept_count++] = fd;
        else
            close(fd);
    }
    return 0;
}

static int start(struct run *run, struct failure *failure) {
    memset(run->cell->report, 0, sizeof *run->cell->report);
    if (run->cpu_stat >= 0 && cpu_read(run->cpu_stat, &run->before) < 0)
        return failure_set(failure, "read cpu.stat");
    struct clone_args arguments = {
        // Handlers are cleared because the program inherits what the init has.
        .flags = CLONE_PIDFD | CLONE_NEWPID | CLONE_CLEAR_SIGHAND,
        .pidfd = (uint64_t)(uintptr_t)&run->pidfd,
        .exit_signal = SIGCHLD,
    };
    if (run->cell->layers & LAYER_IPC)
        arguments.flags |= CLONE_NEWIPC;
    if (run->cgroup >= 0) { // born in its cgroup: moving there afterwards would stall every fork on the host
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)run->cgroup;
    }
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0)
        return failure_set(failure, "clone the init of the run");
    if (pid == 0)
        child_main(&run->plan);
    run->init = (pid_t)pid;
    return 0;
}

static void kill_run(struct run *run) {
    pidfd_send_signal(run->pidfd, SIGKILL, NULL, 0); // the whole PID namespace goes with its init
}

// CPU time of the run so far, what starting it took left out.
static struct cpu_usage usage_now(const struct run *run) {
    struct cpu_usage now = {0, 0, 0};
    if (run->cpu_stat < 0 || cpu_read(run->cpu_stat, &now) < 0)
        return now;
    uint64_t overhead = run->plan.report->overhead_ns;
    now.total_ns -= run->before.total_ns;
    now.user_ns -= run->before.user_ns;
    now.system_ns -= run->before.system_ns;
    now.total_ns -= overhead < now.total_ns ? overhead : now.total_ns;
    now.user_ns = now.user_ns < now.total_ns ? now.user_ns : now.total_ns;
    now.system_ns = now.total_ns - now.user_ns;
    return now;
}

// The next moment at which a limit could strike, in ns from now; UINT64_MAX: none. Notes limits that have struck.
static uint64_t next_deadline(struct run *run) {
    const Run *request = run->request;
    uint64_t next = UINT64_MAX;
    uint64_t started = run->plan.report->started_ns;
    if (started == 0)
        return 1000000; // not in execve yet: look again in a millisecond
    if (request->wall_limit_ns > 0) {
        uint64_t elapsed = clock_ns(CLOCK_MONOTONIC) - started;
        if (elapsed >= request->wall_limit_ns)
            run->wall_struck = 1;
        else
            next = request->wall_limit_ns - elapsed;
    }
    if (request->cpu_limit_ns > 0 && run->cpu_stat >= 0) {
        uint64_t used = usage_now(run).total_ns;
        if (used >= request->cpu_limit_ns) {
            run->cpu_struck = 1;
        } else {
            // The limit cannot be reached sooner than if all processors work for it; the last half millisecond is waited out.
            uint64_t left = request->cpu_limit_ns - used;
            uint64_t soonest = left / (request->processors > 0 ? request->processors : 1);
            uint64_t step = soonest > 500000 ? soonest : (left < 500000 ? left + 10000 : 500000);
            next = step < next ? step : next;
        }
    }
    return next;
}

// A message in the middle of a run can only be Stop; anything else, or the end of the stream, stops the run as well.
static void heed_worker(struct run *run) {
    struct wire_request request;
    int received = wire_receive(&request);
    run->stopped = 1;
    if (received != 1 || request.message->kind_case != VERDICT__CELL__V1__REQUEST__KIND_STOP)
        run->worker_gone = 1;
    wire_release(&request);
}

static int has_ended(const struct run *run) {
    struct pollfd init = {.fd = run->pidfd, .events = POLLIN};
    return poll(&init, 1, 0) > 0;
}

static void watch(struct run *run) {
    struct pollfd events[2] = {{.fd = run->pidfd, .events = POLLIN}, {.fd = WIRE_SOCKET, .events = POLLIN}};
    while (!run->cpu_struck && !run->wall_struck && !run->stopped) {
        uint64_t wait = next_deadline(run);
        if (run->cpu_struck || run->wall_struck)
            break;
        struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
        int ready = ppoll(events, 2, wait == UINT64_MAX ? NULL : &timeout, NULL);
        if (ready < 0 && errno != EINTR)
            break;
        if (ready > 0 && events[0].revents != 0)
            return; // ended by itself, before anything else that happened in the same moment
        if (ready > 0 && events[1].revents != 0)
            heed_worker(run);
    }
    if (!has_ended(run))
        kill_run(run);
}

static void clear_away(struct run *run) {
    if (run->pidfd >= 0) {
        siginfo_t info;
        while (waitid(P_PIDFD, (id_t)run->pidfd, &info, WEXITED) < 0 && errno == EINTR)
            ;
        close(run->pidfd);
        run->pidfd = -1;
        if (run->request->proc)
            umount2(CELL_RUN_ROOT "/proc", MNT_DETACH);
    }
    while (run->mounted_count > 0)
        umount2(run->mounted[--run->mounted_count], MNT_DETACH);
    free(run->plan.arguments);
    free(run->plan.environment);
    run->plan.arguments = run->plan.environment = NULL;
}

static int send_outcome(const struct run *run, const struct cpu_usage *usage, uint64_t ended_ns) {
    const struct run_report *report = run->plan.report;
    Verdict__Cell__V1__Outcome outcome = VERDICT__CELL__V1__OUTCOME__INIT;
    outcome.has_status = report->has_status;
    outcome.wait_status = report->wait_status;
    outcome.cpu_ns = usage->total_ns;
    outcome.user_ns = usage->user_ns;
    outcome.system_ns = usage->system_ns;
    outcome.wall_ns = (report->has_status ? report->ended_ns : ended_ns) - report->started_ns;
    outcome.max_rss_kib = (uint64_t)report->usage.ru_maxrss;
    outcome.voluntary_switches = (uint64_t)report->usage.ru_nvcsw;
    outcome.involuntary_switches = (uint64_t)report->usage.ru_nivcsw;
    outcome.cpu_limit_struck = run->cpu_struck;
    outcome.wall_limit_struck = run->wall_struck;
    outcome.stopped = run->stopped;
    Verdict__Cell__V1__Reply reply = VERDICT__CELL__V1__REPLY__INIT;
    reply.kind_case = VERDICT__CELL__V1__REPLY__KIND_OUTCOME;
    reply.outcome = &outcome;
    return wire_send(&reply, run->kept, (size_t)run->kept_count);
}

// After the init is gone: the outcome, or why the program never started.
static int answer(struct run *run, const struct failure *failure, uint64_t ended_ns, const struct cpu_usage *usage) {
    const struct run_report *report = run->plan.report;
    if (failure->stage[0] != '\0')
        return wire_send_failure(failure->stage, failure->error, 0, 0);
    if (report->error != 0) {
        int launch = report->stage == RUN_STAGE_EXEC || report->stage == RUN_STAGE_DIRECTORY;
        return wire_send_failure(stage_names[report->stage], report->error, launch, 0);
    }
    return send_outcome(run, usage, ended_ns);
}

int run_handle(struct cell *cell, struct wire_request *received) {
    struct run run = {.cell = cell, .request = received->message->run, .received = received, .cgroup = -1, .cpu_stat = -1, .pidfd = -1};
    struct failure failure = {.error = 0};
    struct cpu_usage usage = {0, 0, 0};
    uint64_t ended_ns = 0;
    if (make_plan(&run, &failure) == 0 && mount_directories(&run, &failure) == 0 && mount_scratch(&run, &failure) == 0
        && start(&run, &failure) == 0) {
        // The streams are the run's now; held here they would keep a pipe from ending.
        for (int i = 0; i < FIRST_DESCRIPTORS; i++) {
            close(received->descriptors[i]);
            received->descriptors[i] = -1;
        }
        watch(&run);
    }
    clear_away(&run);
    if (failure.stage[0] == '\0') {
        ended_ns = clock_ns(CLOCK_MONOTONIC);
        usage = usage_now(&run);
    }
    int result = answer(&run, &failure, ended_ns, &usage);
    for (int i = 0; i < run.kept_count; i++)
        close(run.kept[i]);
    return run.worker_gone ? -1 : result;
}
