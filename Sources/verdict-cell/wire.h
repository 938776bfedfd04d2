// Frames over the socket to the worker: a 4-byte big-endian length, then one protobuf message.
#ifndef VERDICT_WIRE_H
#define VERDICT_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "generated/cell.pb-c.h"

enum { WIRE_SOCKET = 3, WIRE_MAX_DESCRIPTORS = 16, WIRE_MAX_FRAME = 4 << 20 };

// A request and the descriptors that came with it. Release with wire_release.
struct wire_request {
    Verdict__Cell__V1__Request *message;
    int descriptors[WIRE_MAX_DESCRIPTORS];
    size_t descriptor_count;
};

// Reads one request. Returns 1, 0 at the end of the stream, or -errno (EPROTO for what does not parse).
int wire_receive(struct wire_request *request);

// Frees the message and closes the descriptors that were not taken (set to -1).
void wire_release(struct wire_request *request);

// Sends one reply with descriptors. Returns 0 or -errno.
int wire_send(const Verdict__Cell__V1__Reply *reply, const int *descriptors, size_t count);

// Sends a failure: stage, errno (positive), whether it was the program that could not be started, and the layer.
int wire_send_failure(const char *stage, int error, int launch, uint32_t layer);

#endif
