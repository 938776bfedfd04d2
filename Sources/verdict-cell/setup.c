#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cell.h"
#include "raw.h"
#include "run.h"

// Tells the worker that a step is done which needs its hand, and waits for its word.
static int ask_worker(int kind, const char *what, struct failure *failure) {
    Verdict__Cell__V1__Proceed proceed = VERDICT__CELL__V1__PROCEED__INIT;
    Verdict__Cell__V1__Reply reply = VERDICT__CELL__V1__REPLY__INIT;
    reply.kind_case = (Verdict__Cell__V1__Reply__KindCase)kind;
    reply.user_namespace = &proceed; // all kinds without content are the same message
    int error = wire_send(&reply, NULL, 0);
    struct wire_request request;
    memset(&request, 0, sizeof request);
    if (error == 0) {
        int received = wire_receive(&request);
        error = received < 0 ? received : -EPROTO;
        if (received == 1 && request.message->kind_case == VERDICT__CELL__V1__REQUEST__KIND_PROCEED
            && request.descriptor_count == 0)
            error = 0;
    }
    wire_release(&request);
    errno = -error;
    return error == 0 ? 0 : failure_set(failure, "wait for the worker to %s", what);
}

static int raise_loopback(void) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    int result = ioctl(fd, SIOCSIFFLAGS, &request);
    close(fd);
    return result;
}

static int enter_user_namespace(struct cell *cell, int privileged, struct failure *failure) {
    cell->drops_groups = privileged;
    if (!(cell->layers & LAYER_USER))
        return 0;
    failure->layer = LAYER_USER;
    if (unshare(CLONE_NEWUSER) < 0)
        return failure_set(failure, "make a user namespace");
    return ask_worker(VERDICT__CELL__V1__REPLY__KIND_USER_NAMESPACE, "write the id maps", failure);
}

int cell_take_ids(const struct cell *cell, struct failure *failure) {
    if (!(cell->layers & LAYER_USER))
        return 0;
    failure->layer = LAYER_USER;
    if (setgroups(0, NULL) < 0)
        return failure_set(failure, "drop the groups");
    if (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
        return failure_set(failure, "become root of the user namespace");
    failure->layer = 0;
    return 0;
}

// The host's root may read what the mapped ids may not, so its cell's root is built first; the namespace made after it is
// a copy whose mounts are locked. The root of a container may lack the right to mount. Then, as for everybody else, it is
// the user namespace that gives it. Returns 1 if the root is built.
static int build_root_first(struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    if (!setup->privileged)
        return 0;
    failure->layer = LAYER_MOUNT;
    if (unshare(CLONE_NEWNS) < 0) {
        if (errno == EPERM && (cell->layers & LAYER_USER))
            return 0;
        return failure_set(failure, "make a mount namespace");
    }
    return root_build(cell, setup, 0, failure) < 0 ? -1 : 1;
}

static int enter_other_namespaces(const struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    const struct { uint32_t layer; int flag; const char *name; } kinds[] = {
        {LAYER_MOUNT, CLONE_NEWNS, "mount"}, {LAYER_IPC, CLONE_NEWIPC, "IPC"}, {LAYER_UTS, CLONE_NEWUTS, "UTS"},
        {LAYER_NETWORK, CLONE_NEWNET, "network"}, {LAYER_CGROUP, CLONE_NEWCGROUP, "cgroup"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        failure->layer = kinds[i].layer;
        // A mount namespace in any case: without one, what is mounted below would be mounted on the host.
        if ((cell->layers & kinds[i].layer || kinds[i].layer == LAYER_MOUNT) && unshare(kinds[i].flag) < 0)
            return failure_set(failure, "make a %s namespace", kinds[i].name);
    }
    failure->layer = 0;
    if ((cell->layers & LAYER_NETWORK) && raise_loopback() < 0)
        return failure_set(failure, "bring up the loopback interface");
    if ((cell->layers & LAYER_UTS) && sethostname(setup->host_name, strlen(setup->host_name)) < 0)
        return failure_set(failure, "set the host name");
    return 0;
}

static int copy_filter(const ProtobufCBinaryData *data, struct sock_fprog *program, struct failure *failure) {
    size_t count = data->len / sizeof(struct sock_filter);
    errno = EINVAL;
    if (count == 0 || data->len % sizeof(struct sock_filter) != 0 || count > BPF_MAXINSNS)
        return failure_set(failure, "take a seccomp filter of %zu bytes", data->len);
    struct sock_filter *instructions = malloc(data->len);
    if (instructions == NULL)
        return failure_set(failure, "take a seccomp filter");
    memcpy(instructions, data->data, data->len);
    *program = (struct sock_fprog){.len = (unsigned short)count, .filter = instructions};
    return 0;
}

static int copy_filters(struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    errno = EINVAL;
    if (setup->n_filters > CELL_MAX_FILTERS)
        return failure_set(failure, "take %zu seccomp filters", setup->n_filters);
    for (; cell->filter_count < setup->n_filters; cell->filter_count++)
        if (copy_filter(&setup->filters[cell->filter_count], &cell->filters[cell->filter_count], failure) < 0)
            return -1;
    return 0;
}

// What no run may do is refused here once, for every process from here on, and what starts a run to all who do not have
// the key: loading a filter takes time that grows with its length, inheriting one takes none.
int cell_load_filter(const struct cell *cell, const ProtobufCBinaryData *filter, uint64_t key, struct failure *failure) {
    if (!(cell->layers & LAYER_SECCOMP))
        return 0;
    struct sock_fprog program;
    failure->layer = LAYER_SECCOMP;
    if (copy_filter(filter, &program, failure) < 0)
        return -1;
    start_key = key;
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
    free(program.filter);
    if (result < 0)
        return failure_set(failure, "load the shared seccomp filter");
    failure->layer = 0;
    return 0;
}

// What runs are started with, and does not change.
static int prepare_runs(struct cell *cell, struct failure *failure) {
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        struct rlimit limit;
        if (getrlimit(resource, &limit) < 0)
            return failure_set(failure, "read resource limit %d", resource);
        cell->hard_limits[resource] = limit.rlim_max;
    }
    cell->host_proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (cell->host_proc < 0)
        return failure_set(failure, "open /proc");
    child_prepare();
    // Where that cannot be known, it is left alone.
    if (syscall(SYS_sched_getattr, 0, &cell->scheduling, sizeof cell->scheduling, 0) < 0)
        cell->scheduling.size = 0;
    // Nobody may trace this process or read its memory, nor that of the inits, which is the same.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return failure_set(failure, "set undumpable");
    return 0;
}

static int make_cell(struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    cell->layers = setup->layers;
    cell->run_id = setup->run_id;
    if (!(cell->layers & LAYERS_OPENED) && (!(cell->layers & LAYER_MOUNT) || !(cell->layers & LAYER_PID))) {
        errno = EINVAL;
        return failure_set(failure, "make a cell without a mount and a PID namespace");
    }
    // A layer that this program does not know would be missing unnoticed; to setresuid(2), -1 is no change at all.
    errno = EINVAL;
    if ((cell->layers & ~(uint32_t)LAYER_ALL) != 0)
        return failure_set(failure, "make the layers 0x%x", cell->layers);
    if (cell->run_id == UINT32_MAX)
        return failure_set(failure, "run programs with the id %u", cell->run_id);
    // Without PID namespaces the worker kills what a run leaves; what has no parent any more is reaped here.
    if (!(cell->layers & LAYER_PID) && prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
        return failure_set(failure, "adopt what runs leave");
    if (copy_filters(cell, setup, failure) < 0)
        return -1;
    cell->own_pidfd = pidfd_open(getpid(), 0);
    if (cell->own_pidfd < 0)
        return failure_set(failure, "open an own pidfd");
    cell->counter = setup->counter != NULL ? counter_open(setup->counter) : -1;
    cell->report = mmap(NULL, sizeof *cell->report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (cell->report == MAP_FAILED)
        return failure_set(failure, "map the report");
    warm_take_library(cell, setup);
    int is_built = build_root_first(cell, setup, failure);
    if (is_built < 0 || enter_user_namespace(cell, setup->privileged, failure) < 0)
        return -1;
    if (is_built && cell_take_ids(cell, failure) < 0)
        return -1;
    if (enter_other_namespaces(cell, setup, failure) < 0)
        return -1;
    if (ask_worker(VERDICT__CELL__V1__REPLY__KIND_NAMESPACES, "place the cell", failure) < 0)
        return -1;
    // Without root one id is mapped, and it is ours already.
    if (!is_built && root_build(cell, setup, setup->privileged, failure) < 0)
        return -1;
    namespaces_close(cell);
    warm_start(cell, setup);
    failure->layer = LAYER_PRIVILEGES;
    if (privileges_reduce(cell, 0, failure) < 0)
        return -1;
    failure->layer = 0;
    // After the privileges: no_new_privs is what allows it.
    if (cell_load_filter(cell, &setup->shared_filter, setup->start_key, failure) < 0 || prepare_runs(cell, failure) < 0)
        return -1;
    Verdict__Cell__V1__Proceed nothing = VERDICT__CELL__V1__PROCEED__INIT;
    Verdict__Cell__V1__Reply reply = VERDICT__CELL__V1__REPLY__INIT;
    reply.kind_case = VERDICT__CELL__V1__REPLY__KIND_READY;
    reply.ready = &nothing;
    errno = -wire_send(&reply, &cell->inputs, 1);
    return errno == 0 ? 0 : failure_set(failure, "tell the worker");
}

int cell_setup(struct cell *cell, const Verdict__Cell__V1__Setup *setup, struct failure *failure) {
    cell->inputs = -1;
    int result = make_cell(cell, setup, failure);
    // The worker has it now, or nobody needs it.
    if (cell->inputs >= 0)
        close(cell->inputs);
    if (cell->warm.library > 0)
        close(cell->warm.library);
    cell->warm.library = 0;
    cell->inputs = -1;
    return result;
}
