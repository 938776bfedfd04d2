// One run: prepare, start, clear away, report. What it sees is in run_mounts.c, what ends it in run_watch.c.
#include "raw.h"
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef Verdict__Cell__V1__Run Run;

enum { FIRST_DESCRIPTORS = 3 };

static const char *const stage_names[] = {
    [RUN_STAGE_INIT] = "start the init of the run",
    [RUN_STAGE_PARENT] = "tie the run to its cell",
    [RUN_STAGE_PROC] = "mount /proc for the run",
    [RUN_STAGE_ROOT] = "enter the run's root",
    [RUN_STAGE_GROUP] = "make a process group",
    [RUN_STAGE_FORK] = "make the program's process",
    [RUN_STAGE_DESCRIPTORS] = "show the program its descriptors",
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
    // Nobody but the host's root may raise a hard limit; what is lower already stays.
    rlim_t most = plan->cell->hard_limits[resource];
    if (value > most)
        value = most;
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
        run->plan.cgroup = run->received->descriptors[3];
        if (run->cell->layers & LAYER_CPU)
            run->cpu_stat = run->received->descriptors[4];
    }
    return 0;
}

static int make_plan(struct run *run, struct failure *failure) {
    const Run *request = run->request;
    struct run_plan *plan = &run->plan;
    *plan = (struct run_plan){.cell = run->cell, .report = run->cell->report, .cgroup = -1, .proc = request->proc, .descriptors = request->descriptors};
    if (take_descriptors(run, failure) < 0)
        return -1;
    errno = EINVAL;
    if (request->n_arguments == 0 || request->working_directory[0] != '/')
        return failure_set(failure, "run a request without a command or an absolute working directory");
    // Without a key the cell's filter leaves open what starts a run, to the run as well.
    if ((run->cell->layers & LAYER_SECCOMP)
        && (request->filter > run->cell->filter_count || (request->filter == 0 && start_key == 0)))
        return failure_set(failure, "use seccomp filter %u", request->filter);
    if ((run->cell->layers & LAYER_SECCOMP) && request->filter > 0)
        plan->filter = &run->cell->filters[request->filter - 1];
    plan->working_directory = request->working_directory;
    plan->arguments = list_of(request->arguments, request->n_arguments);
    plan->environment = list_of(request->environment, request->n_environment);
    if (plan->arguments == NULL || plan->environment == NULL)
        return failure_set(failure, "make the argument list");
    plan_limits(plan, request);
    return 0;
}

static int start(struct run *run, struct failure *failure) {
    memset(run->cell->report, 0, sizeof *run->cell->report);
    if (run->cpu_stat >= 0 && cpu_read(run->cpu_stat, &run->before) < 0)
        return failure_set(failure, "read cpu.stat");
    run->pinned = run_pin(run->cell, run->request);
    run->cloned_ns = clock_ns(CLOCK_MONOTONIC);
    long pid = 0;
    if (run->request->warm && run->cell->warm.pid > 0)
        pid = warm_spawn(run->cell, &run->plan, run->request, &run->pidfd);
    run->is_warm = pid > 0;
    if (!run->is_warm) {
        // Only an execve has the counter count.
        run->counts = counter_read(run->cell->counter, &run->counted_before) == 0;
        pid = child_spawn(&run->plan, &run->pidfd);
    }
    errno = (int)-pid;
    if (pid < 0) {
        failure->layer = LAYER_PID;
        return failure_set(failure, "clone the init of the run");
    }
    run->init = (pid_t)pid;
    return 0;
}

static void clear_away(struct run *run) {
    if (run->pidfd >= 0) {
        siginfo_t info;
        while (waitid(P_PIDFD, (id_t)run->pidfd, &info, WEXITED) < 0 && errno == EINTR)
            ;
        close(run->pidfd);
        run->pidfd = -1;
    }
    while (!(run->cell->layers & LAYER_PID) && waitpid(-1, NULL, WNOHANG) > 0)
        ; // orphans: with a PID namespace the kernel sees to them
    run_unmount(run);
    free(run->plan.arguments);
    free(run->plan.environment);
    run->plan.arguments = run->plan.environment = NULL;
}

// Never longer than this process has seen the run, whatever the init says; 0 if it was stopped before it began.
static uint64_t wall_time(const struct run *run, uint64_t ended_ns) {
    const struct run_report *report = run->plan.report;
    uint64_t start = report->started_ns > run->cloned_ns ? report->started_ns : run->cloned_ns;
    uint64_t end = report->has_status && report->ended_ns < ended_ns ? report->ended_ns : ended_ns;
    return report->started_ns > 0 && end > start ? end - start : 0;
}

static int send_outcome(const struct run *run, const struct cpu_usage *usage, uint64_t ended_ns) {
    const struct run_report *report = run->plan.report;
    Verdict__Cell__V1__Outcome outcome = VERDICT__CELL__V1__OUTCOME__INIT;
    outcome.has_status = report->has_status;
    outcome.wait_status = report->wait_status;
    outcome.cpu_ns = usage->total_ns;
    outcome.user_ns = usage->user_ns;
    outcome.system_ns = usage->system_ns;
    outcome.wall_ns = wall_time(run, ended_ns);
    outcome.max_rss_kib = (uint64_t)report->usage.ru_maxrss;
    outcome.voluntary_switches = (uint64_t)report->usage.ru_nvcsw;
    outcome.involuntary_switches = (uint64_t)report->usage.ru_nivcsw;
    outcome.cpu_limit_struck = run->cpu_struck;
    outcome.wall_limit_struck = run->wall_struck;
    outcome.stopped = run->stopped;
    outcome.pinned = run->pinned;
    outcome.last_cpu_ns = run->is_in_last_part && run->wall_struck ? usage->total_ns - run->before_last_ns : 0;
    outcome.has_count = run->counts && counter_read(run->cell->counter, &outcome.count) == 0;
    outcome.count -= outcome.has_count ? run->counted_before : outcome.count;
    outcome.warm = run->is_warm;
    outcome.worn = warm_is_worn(run->cell);
    Verdict__Cell__V1__Reply reply = VERDICT__CELL__V1__REPLY__INIT;
    reply.kind_case = VERDICT__CELL__V1__REPLY__KIND_OUTCOME;
    reply.outcome = &outcome;
    return wire_send(&reply, run->kept, (size_t)run->kept_count);
}

// After the init is gone: the outcome, or why the program never started.
static int answer(struct run *run, const struct failure *failure, uint64_t ended_ns, const struct cpu_usage *usage) {
    const struct run_report *report = run->plan.report;
    if (failure->stage[0] != '\0')
        return wire_send_failure(failure->stage, failure->error, 0, failure->layer);
    if (report->error != 0) {
        int stage = report->stage;
        int launch = stage == RUN_STAGE_EXEC || stage == RUN_STAGE_DIRECTORY;
        int is_known = stage >= RUN_STAGE_INIT && stage <= RUN_STAGE_STARTED;
        return wire_send_failure(is_known ? stage_names[stage] : "follow the init", report->error, launch, 0);
    }
    return send_outcome(run, usage, ended_ns);
}

int run_handle(struct cell *cell, struct wire_request *received) {
    struct run run = {.cell = cell, .request = received->message->run, .received = received, .cpu_stat = -1, .pidfd = -1};
    struct failure failure = {.error = 0};
    struct cpu_usage usage = {0, 0, 0};
    uint64_t ended_ns = 0;
    if (make_plan(&run, &failure) == 0 && run_mount(&run, &failure) == 0 && start(&run, &failure) == 0) {
        // The streams are the run's now; held here they would keep a pipe from ending.
        for (int i = 0; i < FIRST_DESCRIPTORS; i++) {
            close(received->descriptors[i]);
            received->descriptors[i] = -1;
        }
        run_watch(&run);
        errno = EPROTO;
        if (run.worker_gone)
            failure_set(&failure, "follow the worker during a run");
    }
    clear_away(&run);
    if (failure.stage[0] == '\0') {
        ended_ns = clock_ns(CLOCK_MONOTONIC);
        if (run_usage(&run, &usage) < 0)
            failure_set(&failure, "read cpu.stat");
    }
    int result = answer(&run, &failure, ended_ns, &usage);
    run_unmount_proc(&run);
    for (int i = 0; i < run.kept_count; i++)
        close(run.kept[i]);
    return run.worker_gone ? -1 : result;
}
