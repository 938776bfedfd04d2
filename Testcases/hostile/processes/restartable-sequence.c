// expect: signaled SIGSEGV or exited 0
// wall: accounting
// limits: cpu=1s wall=4s
// x: names a restartable sequence at a wild address, which the kernel reads when it takes the processor away
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif

int main(void)
{
#if __has_include(<sys/rseq.h>)
    if (__rseq_size > 0) {
        volatile struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
        struct timespec moment = {0, 1000000};
        *(volatile uint64_t *)&area->rseq_cs = UINT64_C(0xdead00000000);
        for (int i = 0; i < 100; i++)
            nanosleep(&moment, NULL);
        puts("breach: the kernel has looked the other way");
        return 1;
    }
#endif
    puts("held");
    return 0;
}
