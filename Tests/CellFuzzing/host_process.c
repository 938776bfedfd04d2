// Processes: clone3, vfork and what follows in the child, waiting, and the end of a program's preparations.
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "fakes.h"
#include "host.h"

enum { PROGRAM = 2 };

// What the init and the program would have written by the time somebody looks; by decision, nonsense.
static void fill_report(struct run_report *report) {
    host.told = report;
    uint8_t decision = host_decide();
    if (decision & 0x80) {
        for (size_t i = 0; i < sizeof *report; i++)
            ((uint8_t *)report)[i] = host_decide();
        return;
    }
    if (decision & 0x40) {
        report->stage = RUN_STAGE_INIT + decision % RUN_STAGE_STARTED;
        report->error = EACCES;
        return;
    }
    if (decision & 0x20)
        return; // killed before it had begun
    report->stage = RUN_STAGE_STARTED;
    report->started_ns = host.clock_ns;
    report->overhead_ns = (uint64_t)decision * 1000;
    if (decision & 0x10)
        return; // killed while it ran
    report->ended_ns = host.clock_ns + 1000000;
    report->wait_status = decision << 8;
    report->has_status = 1;
}

void host_fill_warm_report(void) {
    host.clones++;
    fill_report(&host.page.report);
}

// The warm process: by decision, these tests go on in it.
pid_t fake_fork(void) {
    host_require(!host.ready && !host.facts.capabilities_reduced, "make a process that has no walls, or later");
    if (host_refuses())
        return -1;
    if (!host.forks_warm || !(host_decide() & 1))
        return HOST_WARM_PROCESS;
    host.in_warm = 1;
    return 0;
}

static long clone_init(struct clone_args *arguments, size_t size) {
    host_require(size >= CLONE_ARGS_SIZE_VER2 && (arguments->flags & CLONE_NEWPID) && (arguments->flags & CLONE_PIDFD),
                 "start a run that it could not end");
    if (arguments->flags & CLONE_INTO_CGROUP)
        host_require(host_is_open((int)arguments->cgroup), "start a run in a cgroup that is not open");
    if (host_refuses())
        return -1;
    host.clones++;
    *(int *)(uintptr_t)arguments->pidfd = host_open(HOST_PIDFD);
    if (host.forks)
        return host.in_child = 1, 0;
    fill_report(&host.report);
    return 1000;
}

// As seen by the init: the program is on its way, or has failed; by decision it goes on as the program instead.
static long spawn_program(const struct clone_args *arguments, void (*entry)(const void *), const void *argument) {
    host_require(host.in_child && (arguments->flags & CLONE_VFORK), "start a program beside its init");
    if (arguments->flags & CLONE_INTO_CGROUP)
        host_require(host_is_open((int)arguments->cgroup), "start a program in a cgroup that is not open");
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide();
    if (decision & 1) {
        host.report.started_ns = host.clock_ns;
        host.report.error = decision & 2 ? ENOENT : 0;
        return PROGRAM;
    }
    host.in_program = 1;
    entry(argument);
    host_require(0, "return from the program's process");
    return -1;
}

static long wait_for(int *status, struct rusage *usage) {
    host_require(!host.in_program && host.in_child, "wait outside the init");
    uint8_t decision = host_decide();
    if (decision & 0x80)
        return errno = decision & 1 ? EINTR : ECHILD, -1;
    memset(usage, 0, sizeof *usage);
    *status = decision << 8;
    return decision & 0x40 ? PROGRAM + 1 : PROGRAM;
}

static int duplicate(int from, int to) {
    host_require(host_is_open(from) && from != to, "copy a stream that is not open");
    host_require(from > 2, "copy a stream over another");
    if (host_refuses())
        return -1;
    host.kinds[to] = HOST_GIVEN;
    host.facts.streams++;
    return to;
}

static int load_filter(const struct sock_fprog *filter) {
    host_require(filter->len > 0 && filter->filter != NULL, "load an empty filter");
    uint32_t sum = 0;
    for (unsigned i = 0; i < filter->len; i++)
        sum += filter->filter[i].k; // every instruction can be read
    (void)sum;
    if (host_refuses())
        return -1;
    if (host.in_program)
        host.facts.filter = 1;
    else
        host.facts.cell_filter = 1;
    return 0;
}

// What the cell's filter lets pass with its key only.
static int starts_runs(long number) {
    static const long numbers[] = {SYS_seccomp, SYS_chroot, SYS_mount, SYS_umount2, SYS_fsopen, SYS_fsconfig, SYS_fsmount,
                                   SYS_open_tree, SYS_move_mount, SYS_sched_setaffinity, SYS_prlimit64};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (numbers[i] == number)
            return 1;
    return 0;
}

// The calls that the cell makes without the C library's functions for them; an unknown one is a gap in these tests.
static long answer_syscall(long number, const unsigned long *a) {
    struct host_facts *facts = &host.facts;
    host_require(!starts_runs(number) || !(facts->cell_filter || host.forks) || a[5] == start_key,
                 "start a run without the key");
    switch (number) {
    case SYS_wait4: return wait_for((int *)a[1], (struct rusage *)a[3]);
    case SYS_dup3: return duplicate((int)a[0], (int)a[1]);
    case SYS_close_range: return fake_close_range((unsigned)a[0], (unsigned)a[1], (int)a[2]);
    case SYS_seccomp: return load_filter((const struct sock_fprog *)a[2]);
    case SYS_prctl: return fake_prctl((int)a[0], a[1], a[2], a[3], a[4]);
    case SYS_mount: return fake_mount((const char *)a[0], (const char *)a[1], (const char *)a[2], a[3], (const void *)a[4]);
    case SYS_open_tree: return fake_open_tree((int)a[0], (const char *)a[1], (unsigned)a[2]);
    case SYS_move_mount:
        return fake_move_mount((int)a[0], (const char *)a[1], (int)a[2], (const char *)a[3], (unsigned)a[4]);
    case SYS_umount2: return fake_umount2((const char *)a[0], (int)a[1]);
    case SYS_fsopen: return fake_fsopen((const char *)a[0], (unsigned)a[1]);
    case SYS_fsconfig:
        return fake_fsconfig((int)a[0], (unsigned)a[1], (const char *)a[2], (const void *)a[3], (int)a[4]);
    case SYS_fsmount: return fake_fsmount((int)a[0], (unsigned)a[1], (unsigned)a[2]);
    case SYS_sched_setaffinity: return fake_sched_setaffinity((pid_t)a[0], a[1], (const cpu_set_t *)a[2]);
    case SYS_chdir: return fake_chdir((const char *)a[0]);
    case SYS_execve: return fake_execve((const char *)a[0], (char *const *)a[1], (char *const *)a[2]);
    case SYS_exit_group: fake__exit((int)a[0]);
    default: break;
    }
    if (host_refuses())
        return -1;
    switch (number) {
    case SYS_prlimit64: facts->limits++; break;
    case SYS_setgroups: facts->groups = 1; break;
    case SYS_setresgid: facts->gid = a[0] == a[1] && a[1] == a[2] ? (int)a[0] : -1; break;
    case SYS_setresuid: facts->uid = a[0] == a[1] && a[1] == a[2] ? (int)a[0] : -1; break;
    case SYS_capset: facts->capabilities_dropped = 1; break;
    case SYS_chroot: facts->chrooted = strcmp((const char *)a[0], CELL_RUN_ROOT) == 0; break;
    case SYS_ppoll: facts->parent_seen = 1; break;
    case SYS_setpgid: facts->group = 1; break;
    case SYS_perf_event_open:
        host_require(!host.ready && !facts->capabilities_reduced, "open a counter once it serves runs");
        return host_open(HOST_COUNTER);
    case SYS_pivot_root: facts->pivoted = 1; break;
    case SYS_sched_getattr: *(struct scheduling *)a[1] = (struct scheduling){.size = sizeof(struct scheduling), .nice = 5}; break;
    case SYS_sched_setattr:
        host_require(((const struct scheduling *)a[1])->nice == 5, "change how urgent a process is");
        break;
    default: fprintf(stderr, "system call %ld\n", number), host_require(0, "make a system call that these tests do not know");
    }
    return 0;
}

long raw_call6(long number, long a, long b, long c, long d, long e, long f) {
    unsigned long arguments[6] = {(unsigned long)a, (unsigned long)b, (unsigned long)c,
                                  (unsigned long)d, (unsigned long)e, (unsigned long)f};
    int before = errno;
    long result = answer_syscall(number, arguments);
    long answer = result < 0 ? -errno : result;
    errno = before;
    return answer;
}

long raw_spawn(struct clone_args *arguments, void (*entry)(const void *), const void *argument) {
    host_require(arguments->stack != 0 && arguments->stack_size >= 4096 && (arguments->flags & CLONE_VM),
                 "start a process on the cell's own stack");
    host_require(host.file_uid == 0 && host.file_gid == 0, "start a process while it has another's rights to files");
    long result = arguments->flags & CLONE_NEWPID ? clone_init(arguments, sizeof *arguments)
                                                  : spawn_program(arguments, entry, argument);
    if (result == 0 && host.in_child) {
        entry(argument);
        host_require(0, "return from the init");
    }
    return result < 0 ? -errno : result;
}

long fake_syscall(long number, ...) {
    unsigned long arguments[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++)
        arguments[i] = va_arg(list, unsigned long);
    va_end(list);
    return answer_syscall(number, arguments);
}

pid_t fake_getpid(void) {
    return 1;
}

int fake_pidfd_open(pid_t pid, unsigned flags) {
    (void)pid, (void)flags;
    return host_refuses() ? -1 : host_open(HOST_PIDFD);
}

int fake_pidfd_send_signal(int fd, int signal, siginfo_t *info, unsigned flags) {
    (void)info, (void)flags;
    host_require(host_is_open(fd) && host.kinds[fd] == HOST_PIDFD && signal == SIGKILL, "signal anything but a run");
    return host_refuses() ? -1 : 0;
}

int fake_kill(pid_t pid, int signal) {
    int is_sendable = signal == SIGHUP || signal == SIGINT || signal == SIGQUIT || signal == SIGUSR1 || signal == SIGUSR2
                      || signal == SIGTERM;
    if (signal == SIGKILL && (pid == HOST_WARM_PROCESS || pid == HOST_WARM_INIT))
        return 0;
    host_require(pid < -1 && is_sendable, "send a signal that is not for a run's programs");
    host_require(host.told->started_ns != 0, "send a signal before there is a program");
    return host_refuses() ? -1 : 0;
}

int fake_waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
    (void)type, (void)options;
    host_require(host_is_open((int)id), "wait for what is not open");
    memset(info, 0, sizeof *info);
    return host_decide() & 0x80 ? (errno = EINTR, -1) : 0;
}

// Another orphan of the run, or none left.
pid_t fake_waitpid(pid_t pid, int *status, int options) {
    (void)status, (void)options;
    if (pid == HOST_WARM_PROCESS || pid == HOST_WARM_INIT)
        return host_decide() & 0x80 ? (errno = EINTR, -1) : pid;
    host_require(pid == -1, "reap one orphan only");
    return host_decide() & 0x80 ? 100 : (errno = ECHILD, -1);
}

int fake_poll(struct pollfd *events, nfds_t count, int timeout) {
    struct timespec zero = {0, timeout};
    return fake_ppoll(events, count, &zero, NULL);
}

// Whether the init has ended (once there are no more decisions, it has), or the worker wants something.
int fake_ppoll(struct pollfd *events, nfds_t count, const struct timespec *timeout, const void *mask) {
    (void)mask;
    for (nfds_t i = 0; i < count; i++) {
        host_require(host_is_open(events[i].fd), "watch what is not open");
        events[i].revents = 0;
    }
    if (timeout != NULL)
        host_require(timeout->tv_sec >= 0 && timeout->tv_nsec >= 0 && timeout->tv_nsec < 1000000000, "wait for an odd time");
    uint8_t decision = host_decide();
    if (decision & 0x80)
        return errno = decision & 1 ? EINTR : EINVAL, -1;
    if ((decision & 3) == 1) {
        host.clock_ns += timeout == NULL ? 0 : (uint64_t)(timeout->tv_sec % 1000000) * 1000000000u + (uint64_t)timeout->tv_nsec;
        return 0;
    }
    nfds_t which = (decision & 3) == 2 ? count - 1 : 0;
    events[which].revents = POLLIN;
    return 1;
}

int fake_execve(const char *path, char *const arguments[], char *const environment[]) {
    size_t sum = strlen(path);
    for (char *const *item = arguments; *item != NULL; item++)
        sum += strlen(*item);
    for (char *const *item = environment; *item != NULL; item++)
        sum += strlen(*item);
    if (host.in_warm) {
        const struct host_facts *facts = &host.facts;
        host_require(facts->bounding_left == 0 && facts->securebits && facts->no_new_privileges && facts->capabilities_reduced
                         && facts->cell_filter && facts->chrooted && facts->death_signal,
                     "start a warm process without a wall of the cell");
        for (int fd = 0; fd < HOST_DESCRIPTORS; fd++)
            host_require(host_is_open(fd) == (fd <= WARM_LIBRARY), "start a warm process with other descriptors");
        longjmp(host.exit, 1);
    }
    host_require(host.in_program && path == arguments[0], "execute anything but the run's program");
    if (host_decide() & 0x80)
        return errno = sum % 2 ? ENOENT : EACCES, -1;
    host.executed = 1;
    longjmp(host.exit, 1);
}

_Noreturn void fake__exit(int status) {
    (void)status;
    host_require(host.in_child || host.in_warm, "end in the middle of its work");
    host.exited = 1;
    longjmp(host.exit, 1);
}
