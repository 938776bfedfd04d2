// Pairs of sockets, and descriptors that travel through them (unix(7), SCM_RIGHTS).
#include "CLinux.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int clinux_socket_pair(int *first, int *second) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
        return -errno;
    *first = fds[0];
    *second = fds[1];
    return 0;
}

union control {
    char bytes[CMSG_SPACE(sizeof(int) * CLINUX_MAX_DESCRIPTORS)];
    struct cmsghdr align;
};

int clinux_send(int socket, const void *bytes, size_t size, const int *descriptors, size_t count) {
    if (count > CLINUX_MAX_DESCRIPTORS)
        return -EINVAL;
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
        ssize_t sent = sendmsg(socket, &header, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -errno;
        piece.iov_base = (char *)piece.iov_base + sent;
        piece.iov_len -= (size_t)sent;
        header.msg_control = NULL; // the descriptors went with the first byte
        header.msg_controllen = 0;
    }
    return 0;
}

static void append_descriptors(struct msghdr *header, int *descriptors, size_t *count) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t number = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < number; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            if (*count < CLINUX_MAX_DESCRIPTORS)
                descriptors[(*count)++] = fd;
            else
                close(fd);
        }
    }
}

ssize_t clinux_receive(int socket, void *bytes, size_t size, int *descriptors, size_t *count) {
    for (;;) {
        union control control;
        struct iovec piece = {.iov_base = bytes, .iov_len = size};
        struct msghdr header = {
            .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
        ssize_t received = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
        if (received < 0 && errno == EINTR)
            continue;
        if (received < 0)
            return -errno;
        append_descriptors(&header, descriptors, count);
        return header.msg_flags & MSG_CTRUNC ? -EPROTO : received;
    }
}
