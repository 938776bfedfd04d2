// The worker's end of the socket: sends the frames of the input, in pieces; reads every reply as the worker would.
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "fakes.h"
#include "host.h"

void host_send(const uint8_t *bytes, size_t size, int descriptors) {
    if (host.frame_count < HOST_FRAMES && size > 0)
        host.frames[host.frame_count++] = (struct host_frame){bytes, size, descriptors};
}

// As the kernel does it: what fits is opened, the rest is dropped and MSG_CTRUNC says so (unix(7)).
static void hand_over(struct msghdr *header, int count) {
    size_t room = header->msg_controllen < CMSG_LEN(0) ? 0 : (header->msg_controllen - CMSG_LEN(0)) / sizeof(int);
    int fits = count < (int)room ? count : (int)room;
    header->msg_flags = fits < count ? MSG_CTRUNC : 0;
    header->msg_controllen = 0;
    if (fits == 0)
        return;
    struct cmsghdr *control = header->msg_control;
    *control = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int) * (size_t)fits), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    for (int i = 0; i < fits; i++) {
        int fd = host_open(HOST_GIVEN);
        memcpy(CMSG_DATA(control) + (size_t)i * sizeof fd, &fd, sizeof fd);
    }
    header->msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)fits);
}

ssize_t fake_recvmsg(int fd, struct msghdr *header, int flags) {
    host_require(fd == WIRE_SOCKET && (flags & MSG_CMSG_CLOEXEC), "receive from elsewhere, or what an exec would keep");
    uint8_t decision = host_decide();
    if (decision & 0x80)
        return errno = decision & 1 ? EINTR : ECONNRESET, -1;
    if (host.frame == host.frame_count)
        return header->msg_flags = 0, header->msg_controllen = 0, 0;
    const struct host_frame *frame = &host.frames[host.frame];
    size_t size = frame->size - host.offset;
    size = size < header->msg_iov->iov_len ? size : header->msg_iov->iov_len;
    size_t piece = decision & 0x40 ? (decision & 0x3f) + 1u : size;
    size = piece < size ? piece : size;
    memcpy(header->msg_iov->iov_base, frame->bytes + host.offset, size);
    hand_over(header, host.offset == 0 ? frame->descriptors : 0);
    host.offset += size;
    if (host.offset == frame->size)
        host.frame++, host.offset = 0;
    return (ssize_t)size;
}

// Well-formed UTF-8 (RFC 3629), which the worker's parser insists on.
static int is_text(const char *text) {
    const unsigned char *byte = (const unsigned char *)text;
    while (*byte != 0) {
        unsigned lead = *byte++;
        int more = lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
        if (more < 0)
            return 0;
        unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        for (; more > 0; more--, low = 0x80, high = 0xbf, byte++)
            if (*byte < low || *byte > high)
                return 0;
    }
    return 1;
}

static void read_reply(const uint8_t *bytes, size_t size) {
    Verdict__Cell__V1__Reply *reply = verdict__cell__v1__reply__unpack(NULL, size, bytes);
    host_require(reply != NULL, "send a reply that does not parse");
    host.last_reply = (int)reply->kind_case;
    if (reply->kind_case == VERDICT__CELL__V1__REPLY__KIND_READY) {
        host.ready++;
        host.decision_count += host.late_decisions;
        host.late_decisions = 0;
    }
    if (reply->kind_case == VERDICT__CELL__V1__REPLY__KIND_OUTCOME) {
        host.outcomes++;
        host_require(reply->outcome->wall_ns < 1u << 31 || reply->outcome->wall_ns < host.clock_ns - 1000000000u,
                     "report a wall time from before the run began");
    }
    if (reply->kind_case == VERDICT__CELL__V1__REPLY__KIND_FAILURE) {
        host.failures++;
        host_require(reply->failure->error != 0 && reply->failure->stage[0] != '\0', "fail without saying why");
        host_require(is_text(reply->failure->stage), "send bytes that are no text");
    }
    if (host.ready)
        host_require(host.mount_count == 0, "answer before what the run could write is gone");
    verdict__cell__v1__reply__free_unpacked(reply, NULL);
}

// The word to the warm process, with a run's streams and, on v2, its cgroup.
static ssize_t ask_warm(int fd, const struct msghdr *header) {
    host_require(host.page.report.started_ns == 0 && host.page.report.error == 0, "ask for a run that has been");
    size_t count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR((struct msghdr *)header, c))
        for (size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++, count++) {
            int given;
            memcpy(&given, CMSG_DATA(c) + i * sizeof given, sizeof given);
            host_require(host_is_open(given) && host.kinds[given] == HOST_GIVEN, "give a run what is not its own");
        }
    host_require(host_is_open(fd) && (count == 3 || count == 4), "start a run without its streams");
    return host_refuses() ? -1 : 1;
}

// At first that it is ready, then the number of each init; by decision something else, or its end.
ssize_t fake_recv(int fd, void *bytes, size_t size, int flags) {
    host_require(host_is_open(fd) && host.kinds[fd] == HOST_WARM && size == sizeof(warm_answer) && flags == 0,
                 "listen to anybody but the warm process");
    if (host_refuses())
        return -1;
    uint8_t decision = host_decide();
    if (decision & 0x80)
        return (ssize_t)(decision & 1);
    warm_answer answer = decision & 0x40 ? -EAGAIN : host.warm_answers++ == 0 ? 0 : HOST_WARM_INIT;
    memcpy(bytes, &answer, sizeof answer);
    if (answer == HOST_WARM_INIT)
        host_fill_warm_report();
    return sizeof answer;
}

ssize_t fake_sendmsg(int fd, const struct msghdr *header, int flags) {
    host_require((flags & MSG_NOSIGNAL) != 0, "risk a SIGPIPE");
    if (fd != WIRE_SOCKET && host_is_open(fd) && host.kinds[fd] == HOST_WARM)
        return ask_warm(fd, header);
    host_require(fd == WIRE_SOCKET, "send elsewhere");
    uint8_t decision = host_decide();
    if ((decision & 0x80) && (decision & 1))
        return errno = EINTR, -1;
    host.hung_up |= decision >> 7; // who has hung up does not come back
    if (host.hung_up)
        return errno = EPIPE, -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR((struct msghdr *)header, c))
        for (size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++) {
            int kept;
            memcpy(&kept, CMSG_DATA(c) + i * sizeof kept, sizeof kept);
            // Once, before the cell is ready: the directory of inputs.
            host_require(host_is_open(kept) && host.kinds[kept] == (host.ready ? HOST_MOUNT : HOST_TREE),
                         "hand over anything but a run's file system or the inputs");
        }
    size_t size = header->msg_iov->iov_len;
    if (decision & 0x40 && (decision & 0x3f) + 1u < size)
        size = (decision & 0x3f) + 1u;
    host_require(host.reply_size + size <= sizeof host.reply, "send that much");
    memcpy(host.reply + host.reply_size, header->msg_iov->iov_base, size);
    host.reply_size += size;
    if (host.reply_size >= 4) {
        const uint8_t *prefix = host.reply;
        size_t body = (size_t)prefix[0] << 24 | (size_t)prefix[1] << 16 | (size_t)prefix[2] << 8 | prefix[3];
        if (host.reply_size >= body + 4) {
            host_require(host.reply_size == body + 4, "send bytes beyond a frame");
            read_reply(host.reply + 4, body);
            host.reply_size = 0;
        }
    }
    return (ssize_t)size;
}

int fake_getsockopt(int fd, int level, int name, void *value, socklen_t *size) {
    (void)level, (void)name;
    host_require(fd == WIRE_SOCKET && *size == sizeof(int), "ask about another socket");
    *(int *)value = host_decide() & 0x80 ? SOCK_DGRAM : SOCK_STREAM;
    return 0;
}

int fake_socket(int family, int type, int protocol) {
    (void)protocol;
    host_require(family == AF_INET && (type & SOCK_CLOEXEC), "open a socket but to raise the loopback");
    return host_refuses() ? -1 : host_open(HOST_FILE);
}

int fake_ioctl(int fd, unsigned long request, ...) {
    (void)request;
    host_require(host_is_open(fd), "control what is not open");
    if (host_refuses())
        return -1;
    host.facts.loopback = 1;
    return 0;
}
