// From a parsed request to the last system call before execve, each call on the way ending as the input decides: a cell
// is set up with every layer that was asked for, and a program is executed behind all of its walls, or not at all.
//
// Mode: 1: a Setup, otherwise a Run. Then two bytes of layers for a Run, and the message.
#include <errno.h>
#include <linux/sched.h>
#include <string.h>

#include "host.h"
#include "input.h"

enum { SETUP = 1, GIVEN = 5 };

static const uint8_t proceed[] = {0, 0, 0, 2, 0x12, 0x00};

static void require_set_up(const struct cell *cell, const Verdict__Cell__V1__Setup *setup) {
    const struct host_facts *facts = &host.facts;
    const struct { uint32_t layer, flag; } kinds[] = {
        {LAYER_USER, CLONE_NEWUSER}, {LAYER_MOUNT, CLONE_NEWNS}, {LAYER_IPC, CLONE_NEWIPC}, {LAYER_UTS, CLONE_NEWUTS},
        {LAYER_NETWORK, CLONE_NEWNET}, {LAYER_CGROUP, CLONE_NEWCGROUP}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (setup->layers & kinds[i].layer)
            host_require((facts->unshared & kinds[i].flag) != 0, "be ready without a namespace");
    host_require(facts->pivoted && (facts->root_closed || !(setup->layers & LAYER_MOUNT)), "be ready on the host's root");
    host_require(setup->layers & LAYERS_OPENED || (setup->layers & LAYER_MOUNT && setup->layers & LAYER_PID),
                 "be ready without a mount or PID namespace that nobody took away");
    if (setup->layers & LAYER_MOUNT)
        host_require(facts->read_only_trees == facts->trees, "be ready with a place of the host left open");
    if (setup->layers & LAYER_PRIVILEGES)
        host_require(facts->bounding_left == 0 && facts->securebits && facts->no_new_privileges && facts->capabilities_reduced,
                     "be ready with privileges");
    host_require(cell->run_id != UINT32_MAX, "be ready to run programs with its own id");
    host_require((setup->layers & ~0xfffu) == 0, "be ready without a layer that it does not know");
}

static void try_setup(const struct input *input) {
    Verdict__Cell__V1__Setup *setup = verdict__cell__v1__setup__unpack(NULL, input->size, input->rest);
    if (setup == NULL)
        return;
    host_send(proceed, sizeof proceed, 0);
    host_send(proceed, sizeof proceed, 0);
    struct cell cell;
    memset(&cell, 0, sizeof cell);
    struct failure failure = {.error = 0};
    host.forks_warm = 1;
    if (setjmp(host.exit) != 0) { // the warm process, on its way
        verdict__cell__v1__setup__free_unpacked(setup, NULL);
        host_free_blocks(HOST_BLOCKS);
        return;
    }
    int result = cell_setup(&cell, setup, &failure);
    host_require((result == 0) == (failure.stage[0] == '\0'), "fail without saying so");
    if (result == 0) {
        host_require(host.ready == 1, "be ready and keep it to itself");
        require_set_up(&cell, setup);
    } else {
        host_require(failure.error > 0, "fail without an errno");
    }
    warm_end(&cell);
    verdict__cell__v1__setup__free_unpacked(setup, NULL);
    host_require_closed();
    host_free_blocks(CELL_MAX_FILTERS + HOST_CELL_FILTER);
}

static void require_walls(const struct cell *cell, const Verdict__Cell__V1__Run *run) {
    const struct host_facts *facts = &host.facts;
    host_require(facts->death_signal && facts->parent_seen && facts->group, "execute what could outlive the cell");
    host_require(facts->chrooted && facts->directory, "execute outside the runs' root");
    host_require(!run->proc || facts->proc_mounted, "execute without the /proc that was asked for");
    host_require(facts->descriptors_shown == (run->descriptors && !run->proc), "show descriptors that nobody asked for, or hide them");
    host_require(facts->streams == 3 && facts->closed_rest, "execute with descriptors besides the streams");
    for (int fd = 3; fd < HOST_DESCRIPTORS; fd++)
        host_require(!host_is_open(fd), "execute with a descriptor that is not a stream");
    if (cell->layers & LAYER_RLIMITS)
        host_require(facts->limits >= 9 + (run->cpu_limit_ns > 0), "execute without a limit");
    host_require(facts->uid == (int)cell->run_id && facts->gid == (int)cell->run_id, "execute with another id");
    host_require(!cell->drops_groups || facts->groups, "execute with groups");
    if (cell->layers & LAYER_PRIVILEGES)
        host_require(facts->capabilities_dropped, "execute with capabilities");
    if (cell->layers & LAYER_SECCOMP)
        host_require(facts->filter || start_key != 0, "execute with what starts a run left open");
}

static void try_run(const struct input *input) {
    if (input->size < 2)
        return;
    Verdict__Cell__V1__Run *run = verdict__cell__v1__run__unpack(NULL, input->size - 2, input->rest + 2);
    if (run == NULL)
        return;
    static struct sock_filter allow[] = {{.code = 0x06, .k = 0x7fff0000}};
    Verdict__Cell__V1__Request message = VERDICT__CELL__V1__REQUEST__INIT;
    message.kind_case = VERDICT__CELL__V1__REQUEST__KIND_RUN;
    message.run = run;
    struct cell cell = {.layers = LAYER_MOUNT | LAYER_PID | ((uint32_t)input->rest[0] << 8 | input->rest[1]),
                        .run_id = 1000, .drops_groups = (input->mode & 4) != 0,
                        .filters = {{1, allow}, {1, allow}}, .filter_count = 2, .report = &host.report};
    cell.own_pidfd = host_open(HOST_PIDFD);
    cell.host_proc = host_open(HOST_PROC);
    cell.counter = input->mode & 0x20 ? host_open(HOST_COUNTER) : -1;
    start_key = input->mode & 2 ? 0x1234567890u : 0;
    struct wire_request request = {.message = &message};
    request.descriptor_count = input->mode & 8 ? (size_t)(input->mode >> 4) : run->has_cgroup ? GIVEN : 3;
    for (size_t i = 0; i < request.descriptor_count; i++)
        request.descriptors[i] = host_open(HOST_GIVEN);
    host.forks = 1;
    host.loads_early = !(cell.layers & LAYER_PRIVILEGES); // later it would have no right to (child.c)
    if (setjmp(host.exit) == 0) {
        run_handle(&cell, &request);
        host_require(!host.in_child, "return from the init");
        for (size_t i = 0; i < request.descriptor_count; i++)
            if (request.descriptors[i] >= 0)
                host.kinds[request.descriptors[i]] = HOST_CLOSED;
        host_require(host.clones == 0 && host.outcomes == 0, "report on a run that never was");
        host_require_closed();
        host_free_blocks(0);
    } else {
        if (host.executed)
            require_walls(&cell, run);
        host_free_blocks(2); // the argument lists, which the cell still has
    }
    verdict__cell__v1__run__free_unpacked(run, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input input = input_cut(data, size);
    host_reset(input.decisions, input.decision_count);
    if (input.mode & SETUP)
        try_setup(&input);
    else
        try_run(&input);
    return 0;
}
