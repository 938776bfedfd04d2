// The whole program on whatever comes over the socket: from bytes and a number of descriptors to a request that is
// accepted or refused, in any order, each system call on the way ending as the input decides.
//
// Mode: 1: the rest are records (a count of descriptors, a 2-byte length, a message), framed here; otherwise raw bytes
// with the number of descriptors in front. 2: a cell that is set up already. 4: not by the host's root.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "input.h"

int cell_main(void);

enum { RECORD_HEAD = 3, FRAMED = 1, READY = 2, UNPRIVILEGED = 4, SPACE = 1 << 17 };

static uint8_t space[SPACE];
static size_t used;

static void send_message(const uint8_t *message, size_t size, int descriptors) {
    if (used + size + 4 > SPACE)
        return;
    uint8_t *frame = space + used;
    frame[0] = (uint8_t)(size >> 24), frame[1] = (uint8_t)(size >> 16), frame[2] = (uint8_t)(size >> 8), frame[3] = (uint8_t)size;
    memcpy(frame + 4, message, size);
    used += size + 4;
    host_send(frame, size + 4, descriptors);
}

// A setup that is in order, and the two answers that follow it.
static void send_setup(int privileged) {
    static uint8_t filter[16] = {0x06, 0, 0, 0, 0, 0, 0xff, 0x7f};
    Verdict__Cell__V1__Setup setup = VERDICT__CELL__V1__SETUP__INIT;
    ProtobufCBinaryData filters[] = {{8, filter}, {8, filter}, {16, filter}};
    char host_name[] = "verdict", store[] = "/var/store", inputs[] = "/var/inputs", box[] = "/box", source[] = "/usr", target[] = "/usr";
    char *points[] = {box};
    Verdict__Cell__V1__Mount usr = VERDICT__CELL__V1__MOUNT__INIT;
    usr.source = source, usr.target = target;
    Verdict__Cell__V1__Mount *mounts[] = {&usr};
    setup.layers = LAYER_ALL & ~LAYERS_OPENED, setup.privileged = privileged, setup.run_id = 1000, setup.host_name = host_name;
    setup.store = store, setup.inputs = inputs, setup.n_filters = 3, setup.filters = filters, setup.shared_filter = filters[0];
    setup.start_key = 0x1234567890u;
    setup.n_mount_points = 1, setup.mount_points = points, setup.n_mounts = 1, setup.mounts = mounts;
    Verdict__Cell__V1__Request request = VERDICT__CELL__V1__REQUEST__INIT;
    request.kind_case = VERDICT__CELL__V1__REQUEST__KIND_SETUP;
    request.setup = &setup;
    uint8_t bytes[256];
    send_message(bytes, verdict__cell__v1__request__pack(&request, bytes), 0);
    static const uint8_t proceed[] = {0x12, 0x00};
    send_message(proceed, sizeof proceed, 0);
    send_message(proceed, sizeof proceed, 0);
}

static void send_records(const uint8_t *bytes, size_t size) {
    while (size >= RECORD_HEAD && host.frame_count < HOST_FRAMES) {
        size_t length = (size_t)bytes[1] << 8 | bytes[2];
        length = length < size - RECORD_HEAD ? length : size - RECORD_HEAD;
        send_message(bytes + RECORD_HEAD, length, bytes[0] % 24);
        bytes += RECORD_HEAD + length;
        size -= RECORD_HEAD + length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input input = input_cut(data, size);
    used = 0;
    host_reset(input.decisions, input.decision_count);
    if (input.mode & READY) {
        host.decision_count = 0; // kept for what follows
        send_setup(!(input.mode & UNPRIVILEGED));
    }
    if (input.mode & FRAMED)
        send_records(input.rest, input.size);
    else if (input.size > 1)
        host_send(input.rest + 1, input.size - 1, input.rest[0] % 24);
    host.late_decisions = input.mode & READY ? input.decision_count : 0;
    int status = cell_main();
    if (status == 0)
        host_require(host.ready == 1, "serve without being set up");
    else if (status == 1)
        host_require(host.failures <= 1 && host.outcomes == 0, "serve after its setup failed");
    host_require(host.outcomes <= host.clones, "report on a run that never was");
    host_require_closed();
    host_free_blocks(CELL_MAX_FILTERS + HOST_CELL_FILTER);
    return 0;
}
