// The first process of a cell: single-threaded, started by the worker with the socket as descriptor 3, ended by the
// end of that stream. See README.md for the order of things.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cell.h"

static int is_socket(int fd) {
    int type;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

// Makes the cell from the first request. Returns 0, or -1 after telling the worker why.
static int set_up(struct cell *cell) {
    struct wire_request request;
    struct failure failure = {.error = 0};
    int received = wire_receive(&request);
    if (received == 1 && request.message->kind_case == VERDICT__CELL__V1__REQUEST__KIND_SETUP
        && request.descriptor_count == 0) {
        cell_setup(cell, request.message->setup, &failure);
    } else {
        errno = received < 0 ? -received : EPROTO;
        failure_set(&failure, "read the setup");
    }
    wire_release(&request);
    if (failure.stage[0] == '\0')
        return 0;
    wire_send_failure(failure.stage, failure.error, 0, failure.layer);
    return -1;
}

// Serves runs until the worker hangs up. What is not a run at this point, or does not parse, is answered with an error.
static void serve(struct cell *cell) {
    for (;;) {
        struct wire_request request;
        int received = wire_receive(&request);
        int result = 0;
        if (received == 1 && request.message->kind_case == VERDICT__CELL__V1__REQUEST__KIND_RUN)
            result = run_handle(cell, &request);
        else if (received == 1 && request.descriptor_count == 0
                 && (request.message->kind_case == VERDICT__CELL__V1__REQUEST__KIND_STOP
                     || request.message->kind_case == VERDICT__CELL__V1__REQUEST__KIND_SIGNAL))
            result = 0; // the run it meant has ended in the meantime
        else if (received == 1)
            result = wire_send_failure("read a request", EPROTO, 0, 0);
        else
            result = -1; // hung up, or a stream that can no longer be followed
        if (received < 0)
            wire_send_failure("read a request", -received, 0, 0);
        wire_release(&request);
        if (result < 0)
            return;
    }
}

int main(void) {
    if (!is_socket(WIRE_SOCKET)) {
        fputs("verdict-cell is the first process of a sandbox cell; verdict starts it. Try: verdict run --help\n", stderr);
        return 64;
    }
    // Nothing of the worker is kept but the socket, and no exec hands it on.
    close_range(WIRE_SOCKET + 1, ~0U, 0);
    fcntl(WIRE_SOCKET, F_SETFD, FD_CLOEXEC);
    struct cell cell;
    memset(&cell, 0, sizeof cell);
    int is_ready = set_up(&cell) == 0;
    if (is_ready)
        serve(&cell);
    // Whoever waits for this process then removes the cgroup that both are in.
    warm_end(&cell);
    return is_ready ? 0 : 1;
}
