// The cell's side of its warm process: starts it before the cell gives up its rights, asks it for a copy, ends it.
#include "warm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef Verdict__Cell__V1__Warm Warm;

// How long it may take to start, in ms; how often it is copied: what a copy can learn of how its memory is laid out (which is
// the same for all of them) shall not be worth much.
enum { WARM_PATIENCE = 10000, WARM_MOST_COPIES = 2000, WARM_EXTRA = 2, FIRST_FREE = 16, WARM_PIECE = 1 << 20 };

// Whatever walls a run has, it would be started without some of them otherwise.
static const uint32_t needed_layers =
    LAYER_USER | LAYER_MOUNT | LAYER_PID | LAYER_PRIVILEGES | LAYER_SECCOMP | LAYER_RLIMITS;

// What the process begins with; -1: not open.
struct beginning {
    int input, output, descriptors[WARM_LIBRARY - WARM_SOCKET + 1];
};

static int fill_page(struct warm_page *page, const struct cell *cell, const Warm *warm) {
    page->layers = cell->layers;
    page->run_id = cell->run_id;
    page->drops_groups = cell->drops_groups;
    size_t used = 0;
    for (size_t i = 0; i < warm->n_modules; i++) {
        size_t size = strlen(warm->modules[i]) + 1;
        if (size == 1 || used + size + 1 > sizeof page->modules)
            return -1;
        memcpy(page->modules + used, warm->modules[i], size);
        used += size;
    }
    for (size_t i = 0; i < warm->n_filters; i++) {
        const ProtobufCBinaryData *filter = &warm->filters[i];
        size_t length = filter->len / sizeof(struct sock_filter);
        if (i >= CELL_MAX_FILTERS || length == 0 || length > WARM_MOST_INSTRUCTIONS)
            return -1;
        memcpy(page->filters[i], filter->data, length * sizeof(struct sock_filter));
        page->lengths[i] = (int32_t)length;
    }
    page->filter_count = (int32_t)warm->n_filters;
    return 0;
}

static int make_page(struct cell *cell, const Warm *warm) {
    int fd = memfd_create("verdict-warm", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, sizeof *cell->warm.page) < 0)
        return fd;
    void *page = mmap(NULL, sizeof *cell->warm.page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED || fill_page(page, cell, warm) < 0) {
        close(fd);
        return -1;
    }
    cell->warm.page = page;
    return fd;
}

static void close_beginning(struct beginning *beginning) {
    int *all = &beginning->input;
    for (size_t i = 0; i < sizeof *beginning / sizeof *all; i++)
        if (all[i] >= 0)
            close(all[i]);
}

// Standard input is a file and the other two streams are pipes, as they are in runs: the interpreter asks once, when it starts.
static int make_beginning(struct cell *cell, const Warm *warm, struct beginning *beginning) {
    int *fds = beginning->descriptors;
    memset(beginning, 0xff, sizeof *beginning);
    int pipe[2], pair[2];
    if (pipe2(pipe, O_CLOEXEC) < 0)
        return -1;
    close(pipe[0]); // nobody reads what the interpreter might say
    beginning->output = pipe[1];
    beginning->input = memfd_create("verdict-empty", MFD_CLOEXEC);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    cell->warm.socket = pair[0];
    fds[WARM_SOCKET - WARM_SOCKET] = pair[1];
    fds[WARM_ROOT - WARM_SOCKET] = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    fds[WARM_CELL - WARM_SOCKET] = fcntl(cell->own_pidfd, F_DUPFD_CLOEXEC, 0);
    fds[WARM_PROC - WARM_SOCKET] = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    fds[WARM_PAGE - WARM_SOCKET] = make_page(cell, warm);
    fds[WARM_LIBRARY - WARM_SOCKET] = fcntl(cell->warm.library, F_DUPFD_CLOEXEC, 0);
    int *all = &beginning->input;
    for (size_t i = 0; i < sizeof *beginning / sizeof *all; i++)
        if (all[i] < 0)
            return -1;
    return cell->warm.page != NULL ? 0 : -1;
}

// Gives descriptors the numbers that the process knows them by: first out of each other's way.
static int place_descriptors(const struct beginning *beginning) {
    int from[WARM_LIBRARY + 1] = {beginning->input, beginning->output, beginning->output};
    memcpy(from + WARM_SOCKET, beginning->descriptors, sizeof beginning->descriptors);
    for (int i = 0; i <= WARM_LIBRARY; i++)
        if ((from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, FIRST_FREE)) < 0)
            return -1;
    for (int i = 0; i <= WARM_LIBRARY; i++)
        if (dup2(from[i], i) < 0)
            return -1;
    return close_range(WARM_LIBRARY + 1, ~0U, 0);
}

static char **environment_of(const Warm *warm, char *preload, char *wanted) {
    char **list = calloc(warm->n_environment + WARM_EXTRA + 1, sizeof *list);
    if (list == NULL)
        return NULL;
    if (warm->n_environment > 0)
        memcpy(list, warm->environment, warm->n_environment * sizeof *list);
    list[warm->n_environment] = preload;
    list[warm->n_environment + 1] = wanted;
    return list;
}

// Where the linker of the new process finds the library: among its descriptors, which nobody else is shown there.
static int show_library(void) {
    int tree = open_tree(WARM_PROC, "self/fd", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    return tree < 0 ? -1 : move_mount(tree, "", AT_FDCWD, CELL_RUN_ROOT CELL_DESCRIPTORS, MOVE_MOUNT_F_EMPTY_PATH);
}

// In the new process. It has the walls of the cell from here on, and reads the host's programs only.
static void become(const struct cell *cell, const Verdict__Cell__V1__Setup *setup, const struct beginning *beginning) {
    const Warm *warm = setup->warm;
    struct failure failure = {.error = 0};
    struct rlimit stack = {.rlim_cur = warm->stack > 0 ? warm->stack : RLIM_INFINITY};
    stack.rlim_max = stack.rlim_cur;
    char preload[64], wanted[] = WARM_VARIABLE "=1";
    snprintf(preload, sizeof preload, "LD_PRELOAD=" CELL_DESCRIPTORS "/%d", WARM_LIBRARY);
    char **arguments = calloc(warm->n_arguments + 1, sizeof *arguments);
    char **environment = environment_of(warm, preload, wanted);
    if (arguments == NULL || environment == NULL)
        return;
    memcpy(arguments, warm->arguments, warm->n_arguments * sizeof *arguments);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || place_descriptors(beginning) < 0 || show_library() < 0
        || chroot(CELL_RUN_ROOT) < 0
        || chdir("/") < 0 || setrlimit(RLIMIT_STACK, &stack) < 0 || privileges_reduce(cell, 1, &failure) < 0
        || cell_load_filter(cell, &warm->open_filter, 0, &failure) < 0)
        return;
    execve(arguments[0], arguments, environment);
}

static int receive_answer(const struct warm *warm, warm_answer *answer) {
    ssize_t size;
    do
        size = recv(warm->socket, answer, sizeof *answer, 0);
    while (size < 0 && errno == EINTR);
    return size == sizeof *answer ? 0 : -1;
}

static int is_ready(const struct warm *warm) {
    struct pollfd event = {.fd = warm->socket, .events = POLLIN};
    warm_answer answer = -1;
    return poll(&event, 1, WARM_PATIENCE) == 1 && receive_answer(warm, &answer) == 0 && answer == 0;
}

void warm_start(struct cell *cell, const Verdict__Cell__V1__Setup *setup) {
    if (cell->warm.library <= 0 || setup->warm->n_arguments == 0 || (cell->layers & needed_layers) != needed_layers)
        return;
    struct beginning beginning;
    pid_t pid = make_beginning(cell, setup->warm, &beginning) < 0 ? -1 : fork();
    if (pid == 0) {
        become(cell, setup, &beginning);
        _exit(1);
    }
    close_beginning(&beginning);
    if (pid > 0)
        cell->warm.pid = pid;
    if (pid > 0 && is_ready(&cell->warm))
        cell->warm.has_been = 1;
    else
        warm_end(cell);
    umount2(CELL_RUN_ROOT CELL_DESCRIPTORS, MNT_DETACH); // if it came so far
}

void warm_take_library(struct cell *cell, const Verdict__Cell__V1__Setup *setup) {
    if (setup->warm == NULL)
        return;
    // A copy, for what is mapped tells where it lies.
    int file = open(setup->warm->library, O_RDONLY | O_CLOEXEC);
    int library = file < 0 ? -1 : memfd_create("verdict-library", MFD_CLOEXEC);
    ssize_t count = -1;
    do
        count = library < 0 ? -1 : sendfile(library, file, NULL, WARM_PIECE);
    while (count > 0);
    if (count == 0)
        cell->warm.library = library;
    else if (library >= 0)
        close(library);
    if (file >= 0)
        close(file);
}

void warm_end(struct cell *cell) {
    if (cell->warm.socket > 0)
        close(cell->warm.socket);
    cell->warm.socket = 0;
    if (cell->warm.pid > 0) {
        kill(cell->warm.pid, SIGKILL);
        while (waitpid(cell->warm.pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    cell->warm.pid = 0;
}

int warm_is_worn(const struct cell *cell) {
    return cell->warm.has_been && (cell->warm.pid == 0 || cell->warm.copies >= WARM_MOST_COPIES);
}

static int send_word(const struct warm *warm, const struct run_plan *plan) {
    union {
        char bytes[CMSG_SPACE(sizeof(int) * 4)];
        struct cmsghdr align;
    } control;
    int descriptors[4] = {plan->streams[0], plan->streams[1], plan->streams[2], plan->cgroup};
    size_t size = sizeof(int) * (plan->cgroup >= 0 ? 4 : 3);
    char word = 0;
    struct iovec piece = {.iov_base = &word, .iov_len = 1};
    memset(&control, 0, sizeof control);
    struct msghdr header = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(size)};
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(c), descriptors, size);
    return sendmsg(warm->socket, &header, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

static int write_plan(struct warm_page *page, const struct run_plan *plan, const Verdict__Cell__V1__Run *request) {
    size_t size = strlen(plan->working_directory) + 1;
    if (size > sizeof page->working_directory)
        return -1;
    memcpy(page->working_directory, plan->working_directory, size);
    memcpy(page->limits, plan->limits, sizeof page->limits);
    page->limit_count = plan->limit_count;
    page->filter = (int32_t)request->filter;
    page->proc = plan->proc;
    page->descriptors = plan->descriptors;
    memset(&page->report, 0, sizeof page->report);
    return 0;
}

long warm_spawn(struct cell *cell, struct run_plan *plan, const Verdict__Cell__V1__Run *request, int *pidfd) {
    struct warm *warm = &cell->warm;
    warm_answer answer = 0;
    if (write_plan(warm->page, plan, request) < 0)
        return -ENAMETOOLONG;
    if (send_word(warm, plan) < 0 || receive_answer(warm, &answer) < 0 || answer <= 0) {
        warm_end(cell);
        return -ECHILD;
    }
    // Its number is its own until this process, whose child it is, has waited for it.
    *pidfd = pidfd_open(answer, 0);
    if (*pidfd < 0) {
        kill(answer, SIGKILL);
        waitpid(answer, NULL, 0);
        warm_end(cell);
        return -ECHILD;
    }
    warm->copies++;
    plan->report = &warm->page->report;
    return answer;
}
