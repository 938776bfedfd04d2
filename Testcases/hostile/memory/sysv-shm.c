// expect: exited 0 or memory_limit
// wall: memory, ipc, seccomp
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: keeps its data in System V shared memory, which would also outlive it
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>

int main(void)
{
    for (int i = 0; i < 32; i++) {
        int segment = shmget(IPC_PRIVATE, 16 << 20, IPC_CREAT | 0600);
        void *block = segment < 0 ? (void *)-1 : shmat(segment, 0, 0);
        if (block == (void *)-1) {
            puts("held");
            return 0;
        }
        memset(block, 1, 16 << 20);
        shmdt(block);
    }
    puts("breach: half a gibibyte of shared memory");
    return 1;
}
