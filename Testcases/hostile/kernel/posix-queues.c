// expect: exited 0 or memory_limit
// wall: ipc, seccomp, rlimits
// x: makes message queues as many and as large as it can, they live in the kernel's memory until somebody removes them
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 10000; i++) {
        char name[32];
        struct mq_attr largest = {.mq_maxmsg = 10, .mq_msgsize = 8192};
        snprintf(name, sizeof name, "/queue-%d", i);
        mqd_t queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &largest);
        if (queue == (mqd_t)-1) {
            puts(errno == EEXIST ? "breach: a queue of another run" : "held");
            return errno == EEXIST;
        }
        mq_close(queue);
    }
    puts("breach: ten thousand queues");
    return 1;
}
