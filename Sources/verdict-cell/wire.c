#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Room for the descriptors of one frame, aligned as CMSG_FIRSTHDR needs it.
union control {
    char bytes[CMSG_SPACE(sizeof(int) * WIRE_MAX_DESCRIPTORS)];
    struct cmsghdr align;
};

static void take_descriptors(struct msghdr *header, struct wire_request *request) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            if (request->descriptor_count < WIRE_MAX_DESCRIPTORS)
                request->descriptors[request->descriptor_count++] = fd;
            else
                close(fd);
        }
    }
}

// Reads exactly `size` bytes. Returns 1, 0 if the stream ended before the first of them, or -errno.
static int receive_exactly(unsigned char *buffer, size_t size, struct wire_request *request) {
    size_t got = 0;
    while (got < size) {
        union control control;
        struct iovec piece = {.iov_base = buffer + got, .iov_len = size - got};
        struct msghdr header = {
            .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
        ssize_t n = recvmsg(WIRE_SOCKET, &header, MSG_CMSG_CLOEXEC);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            return got == 0 ? 0 : -EPROTO;
        take_descriptors(&header, request);
        if (header.msg_flags & MSG_CTRUNC)
            return -EPROTO;
        got += (size_t)n;
    }
    return 1;
}

int wire_receive(struct wire_request *request) {
    memset(request, 0, sizeof *request);
    unsigned char prefix[4];
    int result = receive_exactly(prefix, sizeof prefix, request);
    if (result <= 0)
        return result;
    size_t size = (size_t)prefix[0] << 24 | (size_t)prefix[1] << 16 | (size_t)prefix[2] << 8 | prefix[3];
    if (size > WIRE_MAX_FRAME)
        return -EMSGSIZE;
    unsigned char *frame = malloc(size + 1);
    if (frame == NULL)
        return -ENOMEM;
    result = size == 0 ? 1 : receive_exactly(frame, size, request);
    if (result == 1)
        request->message = verdict__cell__v1__request__unpack(NULL, size, frame);
    free(frame);
    if (result == 0 || (result == 1 && request->message == NULL))
        return -EPROTO;
    return result;
}

void wire_release(struct wire_request *request) {
    if (request->message != NULL)
        verdict__cell__v1__request__free_unpacked(request->message, NULL);
    for (size_t i = 0; i < request->descriptor_count; i++)
        if (request->descriptors[i] >= 0)
            close(request->descriptors[i]);
    memset(request, 0, sizeof *request);
}

static int send_all(const unsigned char *bytes, size_t size, const int *descriptors, size_t count) {
    union control control;
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = size};
    struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};
    if (count > 0) {
        memset(&control, 0, sizeof control);
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *c = CMSG_FIRSTHDR(&header);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * count);
        memcpy(CMSG_DATA(c), descriptors, sizeof(int) * count);
    }
    while (piece.iov_len > 0) {
        ssize_t n = sendmsg(WIRE_SOCKET, &header, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        piece.iov_base = (unsigned char *)piece.iov_base + n;
        piece.iov_len -= (size_t)n;
        header.msg_control = NULL; // the descriptors went with the first byte
        header.msg_controllen = 0;
    }
    return 0;
}

int wire_send(const Verdict__Cell__V1__Reply *reply, const int *descriptors, size_t count) {
    unsigned char frame[1024];
    size_t size = verdict__cell__v1__reply__get_packed_size(reply);
    if (size + 4 > sizeof frame || count > WIRE_MAX_DESCRIPTORS)
        return -EMSGSIZE;
    frame[0] = frame[1] = 0;
    frame[2] = (unsigned char)(size >> 8);
    frame[3] = (unsigned char)size;
    verdict__cell__v1__reply__pack(reply, frame + 4);
    return send_all(frame, size + 4, descriptors, count);
}

// How many bytes the character at `byte` has in UTF-8 (RFC 3629); 0 if it is none.
static size_t character_size(const unsigned char *byte) {
    size_t size = byte[0] < 0x80 ? 1 : byte[0] < 0xc2 ? 0 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : byte[0] < 0xf5 ? 4 : 0;
    for (size_t i = 1; i < size; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    // Written longer than need be, a surrogate, or beyond the last.
    if ((byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xed && byte[1] > 0x9f) || (byte[0] == 0xf0 && byte[1] < 0x90)
        || (byte[0] == 0xf4 && byte[1] > 0x8f))
        return 0;
    return size;
}

// Copies text, cut between characters if it is too long. What is no character becomes "?": the schema's strings are
// UTF-8, and the worker's parser refuses a message that breaks this.
static void copy_text(char *to, size_t room, const char *from) {
    while (*from != '\0') {
        size_t size = character_size((const unsigned char *)from);
        if (room <= (size > 0 ? size : 1))
            break;
        if (size > 0)
            memcpy(to, from, size);
        else
            *to = '?', size = 1;
        to += size, from += size, room -= size;
    }
    *to = '\0';
}

int wire_send_failure(const char *stage, int error, int launch, uint32_t layer) {
    char text[256]; // a stage names a path, which may be longer than a frame
    copy_text(text, sizeof text, stage);
    Verdict__Cell__V1__Failure failure = VERDICT__CELL__V1__FAILURE__INIT;
    failure.stage = text;
    failure.error = error;
    failure.launch = launch;
    failure.layer = layer;
    Verdict__Cell__V1__Reply reply = VERDICT__CELL__V1__REPLY__INIT;
    reply.kind_case = VERDICT__CELL__V1__REPLY__KIND_FAILURE;
    reply.failure = &failure;
    return wire_send(&reply, NULL, 0);
}
