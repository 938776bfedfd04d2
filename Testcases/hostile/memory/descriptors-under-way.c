// expect: exited 0 or memory_limit
// wall: rlimits, processes, memory
// limits: cpu=5s wall=10s memory=128MiB processes=64
// x: sends event loops through sockets that nobody reads, so that they belong to no process
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static int one(void)
{
    static int ends[2];
    if (ends[1] == 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends) != 0)
        return -1;
    int object = epoll_create1(0);
    char control[CMSG_SPACE(sizeof object)] = {0};
    struct iovec byte = {control, 1};
    struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof object);
    memcpy(CMSG_DATA(header), &object, sizeof object);
    int sent = object < 0 ? -1 : (int)sendmsg(ends[0], &message, MSG_DONTWAIT);
    if (sent < 0) {
        close(ends[0]);
        ends[1] = 0; /* what is under way stays with the end that is still open */
        return object < 0 ? -1 : 0;
    }
    close(object);
    return 0;
}

static int made(int (*make)(void))
{
    int *total = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), children = 0;
    pid_t child;
    while ((child = fork()) > 0)
        children++;
    if (child == 0) {
        while (make() >= 0)
            __atomic_add_fetch(total, 1, __ATOMIC_RELAXED);
        __atomic_add_fetch(total + 1, 1, __ATOMIC_RELEASE);
        pause();
    }
    for (int waited = 0; __atomic_load_n(total + 1, __ATOMIC_ACQUIRE) < children && waited < 4000; waited++)
        usleep(1000);
    return *total;
}

int main(void)
{
    /* Of each the kernel keeps about 256 bytes that nobody pays for. */
    int count = made(one);
    if (count > (4 << 20) / 256) {
        printf("breach: %d of them\n", count);
        return 1;
    }
    puts("held");
    return 0;
}
