// What ends a run: its limits, by deadlines computed from what is left; the worker; itself.
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "run.h"

// In ns.
enum { SHORTEST_STEP = 200000, SHORT_RUN = 2000000, SHORTEST_SLICE = 100000 };

enum { LAST_PART = 10 }; // of the wall limit: a tenth

static void kill_run(struct run *run) {
    pidfd_send_signal(run->pidfd, SIGKILL, NULL, 0); // the whole PID namespace goes with its init
}

static uint64_t less(uint64_t value, uint64_t part) {
    return part < value ? value - part : 0;
}

int run_usage(const struct run *run, struct cpu_usage *usage) {
    *usage = (struct cpu_usage){0, 0, 0};
    struct cpu_usage now;
    if (run->cpu_stat < 0)
        return 0;
    if (cpu_read(run->cpu_stat, &now) < 0)
        return -1;
    uint64_t total = less(less(now.total_ns, run->before.total_ns), run->plan.report->overhead_ns);
    uint64_t user = less(now.user_ns, run->before.user_ns);
    usage->total_ns = total;
    usage->user_ns = user < total ? user : total;
    usage->system_ns = total - usage->user_ns;
    return 0;
}

// Nobody is held to a processor who may ask for another: the filter refuses that.
static uint64_t usable_processors(const struct run *run) {
    const Verdict__Cell__V1__Run *request = run->request;
    uint64_t count = run->pinned && (run->cell->layers & LAYER_SECCOMP) ? request->n_cores : request->processors;
    return count > 0 ? count : 1;
}

// A run that reaches its wall limit is looked at once before that: whether it then works on says whether it still computes or
// waits for something. Returns how long it is until `elapsed` is there, in ns; UINT64_MAX if it is.
static uint64_t until_last_part(struct run *run, uint64_t elapsed) {
    uint64_t limit = run->request->wall_limit_ns, part = limit / LAST_PART, begins = limit - part;
    if (elapsed < begins)
        return begins - elapsed;
    if (!run->is_in_last_part) {
        struct cpu_usage usage;
        run_usage(run, &usage); // what cannot be read now fails the run at its end
        // Where this looks too late, on a busy processor, the last part is taken to be like all the others.
        int is_late = elapsed > begins + part / 2;
        run->before_last_ns = is_late ? usage.total_ns - usage.total_ns / LAST_PART : usage.total_ns;
        run->is_in_last_part = 1;
    }
    return UINT64_MAX;
}

// The next moment at which a limit could strike, in ns from now; UINT64_MAX: none. Notes limits that have struck.
static uint64_t next_deadline(struct run *run) {
    const Verdict__Cell__V1__Run *request = run->request;
    uint64_t next = UINT64_MAX;
    uint64_t started = run->plan.report->started_ns;
    if (started == 0) { // not in execve yet: no limit can be reached sooner than if it began now
        if (request->wall_limit_ns > 0)
            next = request->wall_limit_ns;
        if (request->cpu_limit_ns > 0 && request->cpu_limit_ns / usable_processors(run) < next)
            next = request->cpu_limit_ns / usable_processors(run);
        return next;
    }
    if (request->wall_limit_ns > 0) {
        uint64_t elapsed = less(clock_ns(CLOCK_MONOTONIC), started);
        if (elapsed >= request->wall_limit_ns)
            run->wall_struck = 1;
        else
            next = request->wall_limit_ns - elapsed;
        uint64_t last_part = until_last_part(run, elapsed);
        next = last_part < next ? last_part : next;
    }
    if (request->cpu_limit_ns > 0 && run->cpu_stat >= 0) {
        struct cpu_usage usage;
        run_usage(run, &usage); // what cannot be read now fails the run at its end
        uint64_t used = usage.total_ns;
        if (used >= request->cpu_limit_ns) {
            run->cpu_struck = 1;
        } else {
            // The limit cannot be reached sooner than if all processors work for it. From then on the kernel, which
            // counts a running program only at its ticks, is asked every SHORTEST_STEP.
            uint64_t left = request->cpu_limit_ns - used;
            uint64_t soonest = left / usable_processors(run);
            uint64_t step = soonest > SHORTEST_STEP ? soonest : (left < SHORTEST_STEP ? left + 10000 : SHORTEST_STEP);
            next = step < next ? step : next;
        }
    }
    return next;
}

// What tells a program something, or asks it to end. What stops or kills a process is not for it alone: it reaches the init.
static const int sendable[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM};
enum { SENDABLE_COUNT = sizeof sendable / sizeof sendable[0] };

// Returns the place in `sendable`, or -1.
static int place_of(uint32_t number) {
    for (int i = 0; i < SENDABLE_COUNT; i++)
        if (number == (uint32_t)sendable[i])
            return i;
    return -1;
}

// Sends what has come for the program, and for what it started that is still in its process group. The init, in the same
// group, is the first process of a PID namespace and ignores all of it; without one it would not. Before its execve the
// program is of this process's own making: what comes so early waits.
static void send_signals(struct run *run) {
    if (run->signals == 0 || run->plan.report->started_ns == 0)
        return;
    unsigned signals = run->signals;
    run->signals = 0;
    if (!(run->cell->layers & LAYER_PID))
        return;
    // It may not signal whom it likes (no CAP_KILL). For this moment it is, by its real id alone, one of those who may: no
    // program can see it, and what it may do to files or be done to goes by the other ids.
    uid_t real, effective, saved;
    if (getresuid(&real, &effective, &saved) < 0 || setresuid(run->cell->run_id, effective, saved) < 0)
        return;
    for (int i = 0; i < SENDABLE_COUNT; i++)
        if (signals & 1u << i)
            kill(-run->init, sendable[i]); // a program that has ended, or left its group, misses it
    if (setresuid(real, effective, saved) < 0)
        run->stopped = run->worker_gone = 1; // never to be: no other run may begin like this
}

// A message in the middle of a run can only be Signal or Stop; anything else, or the end of the stream, stops the run as well.
static void heed_worker(struct run *run) {
    struct wire_request request;
    int received = wire_receive(&request);
    int kind = received == 1 && request.descriptor_count == 0 ? (int)request.message->kind_case : -1;
    int place = kind == VERDICT__CELL__V1__REQUEST__KIND_SIGNAL ? place_of(request.message->signal->number) : -1;
    if (place >= 0) {
        run->signals |= 1u << place; // the same again, before it was sent, is one with it, as signals are
    } else {
        run->stopped = 1;
        if (kind != VERDICT__CELL__V1__REQUEST__KIND_STOP)
            run->worker_gone = 1;
    }
    wire_release(&request);
}

static int has_ended(const struct run *run) {
    struct pollfd init = {.fd = run->pidfd, .events = POLLIN};
    return poll(&init, 1, 0) > 0;
}

// A run and those who watch over it share a core. There, this process and the run's init come first when they wake, if
// they are content with the shortest slices (EEVDF, Linux 6.12): then a limit strikes when its time has come, not when the
// slice of a program that computes is over. Other kernels do as before.
static void come_first(const struct run *run) {
    struct scheduling prompt = run->cell->scheduling;
    prompt.runtime = SHORTEST_SLICE;
    if (prompt.size > 0 && prompt.policy == SCHED_OTHER && syscall(SYS_sched_setattr, 0, &prompt, 0) == 0)
        syscall(SYS_sched_setattr, run->init, &prompt, 0);
}

// The next run's processes are children of this one, and get the usual slices.
static void come_as_others(const struct run *run) {
    struct scheduling usual = run->cell->scheduling;
    usual.runtime = 0;
    if (usual.size > 0 && usual.policy == SCHED_OTHER)
        syscall(SYS_sched_setattr, 0, &usual, 0);
}

void run_watch(struct run *run) {
    struct pollfd events[2] = {{.fd = run->pidfd, .events = POLLIN}, {.fd = WIRE_SOCKET, .events = POLLIN}};
    int is_short = 1, has_left = 0; // what ends at once is not worth the calls
    while (!run->cpu_struck && !run->wall_struck && !run->stopped) {
        uint64_t wait = next_deadline(run);
        if (run->cpu_struck || run->wall_struck)
            break;
        if (is_short && wait > SHORT_RUN)
            wait = SHORT_RUN;
        send_signals(run);
        if (run->signals != 0 && wait > SHORTEST_STEP)
            wait = SHORTEST_STEP;
        struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
        int ready = ppoll(events, 2, wait == UINT64_MAX ? NULL : &timeout, NULL);
        if (ready < 0 && errno != EINTR)
            break;
        if (ready > 0 && events[0].revents != 0)
            has_left = 1; // by itself, before anything else that happened in the same moment
        if (has_left)
            break;
        if (ready > 0 && events[1].revents != 0)
            heed_worker(run);
        if (ready == 0 && is_short) {
            is_short = 0;
            come_first(run);
        }
    }
    if (!has_left && !has_ended(run))
        kill_run(run);
    if (!is_short)
        come_as_others(run);
}
