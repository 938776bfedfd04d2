// The warm process at work: it waits for the cell's word, starts the init of a run in its own memory, and waits again. The
// init's child is a copy of all this, and goes on from where the process began to wait.
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../verdict-cell/raw.h"
#include "warm.h"

enum { MOST_DESCRIPTORS = 4, STREAMS = 3 };

// None: what starts a run is open to this process, and its copies have its memory.
uint64_t start_key;

static struct warm_page *page;
static struct cell cell;
static struct run_plan plan;
static struct sock_fprog filters[CELL_MAX_FILTERS];
static void *place[5];

// The program's process, behind all of its walls. Returns if it is better served by an execve.
static void go_on(const struct run_plan *own) {
    (void)own;
    copy_restore();
    if (!copy_is_faithful())
        return;
    page->report.stage = RUN_STAGE_STARTED;
    raw_call(SYS_munmap, page, sizeof *page);
    __builtin_longjmp(place, 1);
}

static int prepare_cell(void) {
    page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, WARM_PAGE, 0);
    if (page == MAP_FAILED)
        return -1;
    cell = (struct cell){.layers = page->layers, .run_id = page->run_id, .drops_groups = page->drops_groups,
                         .host_proc = WARM_PROC, .own_pidfd = WARM_CELL};
    for (int i = 0; i < page->filter_count && i < CELL_MAX_FILTERS; i++)
        filters[i] = (struct sock_fprog){.len = (unsigned short)page->lengths[i], .filter = page->filters[i]};
    plan = (struct run_plan){.arguments = begun.arguments, .environment = begun.environment, .cell = &cell,
                             .report = &page->report, .go_on = go_on};
    // Where the kernel cannot tell, a copy would not know the number of its thread.
    return raw_call(SYS_prctl, PR_GET_TID_ADDRESS, &plan.thread_number, 0, 0, 0) < 0 || plan.thread_number == NULL ? -1 : 0;
}

// What follows a run's start is a matter of the cell's root, and nobody may trace this process or read its memory.
static int enter_cell(void) {
    if (raw_call(SYS_fchdir, WARM_ROOT) < 0 || raw_call(SYS_chroot, ".") < 0)
        return -1;
    return raw_call(SYS_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? -1 : 0;
}

static int take_descriptors(struct msghdr *header, int *descriptors) {
    int count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        int size = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(descriptors, CMSG_DATA(c), (size_t)size * sizeof(int));
        count = size;
    }
    return count;
}

// Returns how many descriptors came with the cell's word; -1: the cell is gone.
static int await(int *descriptors) {
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    char word = 0;
    struct iovec piece = {.iov_base = &word, .iov_len = 1};
    struct msghdr header = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    long size;
    do
        size = raw_call(SYS_recvmsg, WARM_SOCKET, &header, 0);
    while (size == -EINTR);
    return size <= 0 || (header.msg_flags & MSG_CTRUNC) ? -1 : take_descriptors(&header, descriptors);
}

static void answer(warm_answer number) {
    if (raw_call(SYS_sendto, WARM_SOCKET, &number, sizeof number, MSG_NOSIGNAL, 0, 0) < 0)
        _exit(1);
}

static warm_answer start(const int *descriptors, int count) {
    if (count < STREAMS || page->filter >= page->filter_count || page->limit_count > RUN_MAX_LIMITS)
        return -EPROTO;
    memcpy(plan.streams, descriptors, sizeof plan.streams);
    plan.cgroup = count > STREAMS ? descriptors[STREAMS] : -1;
    plan.working_directory = page->working_directory;
    memcpy(plan.limits, page->limits, sizeof plan.limits);
    plan.limit_count = page->limit_count;
    plan.filter = &filters[page->filter];
    plan.proc = page->proc;
    plan.descriptors = page->descriptors;
    return (warm_answer)child_spawn(&plan, NULL);
}

static void serve_cell(void) {
    answer(0);
    int descriptors[MOST_DESCRIPTORS];
    for (int count; (count = await(descriptors)) >= 0;) {
        answer(start(descriptors, count));
        for (int i = 0; i < count; i++)
            raw_call(SYS_close, descriptors[i]);
    }
}

void serve(void) {
    if (prepare_cell() < 0 || python_prepare(page->modules) < 0 || copy_prepare() < 0 || enter_cell() < 0)
        _exit(1);
    child_prepare();
    if (__builtin_setjmp(place) != 0) {
        python_go_on();
        return;
    }
    serve_cell();
    _exit(0);
}
