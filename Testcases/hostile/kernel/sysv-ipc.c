// expect: exited 0
// wall: ipc, seccomp
// stdout: held
// x: lists System V objects that are not its own, and makes more of them than any program needs
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

int main(void)
{
    struct shm_info memory;
    struct msginfo queues;
    struct seminfo semaphores;
    union semun {
        struct seminfo *info;
    } argument = {&semaphores};
    if (shmctl(0, SHM_INFO, (struct shmid_ds *)&memory) >= 0 && memory.used_ids != 0)
        return puts("breach: shared memory of others"), 1;
    if (msgctl(0, MSG_INFO, (struct msqid_ds *)&queues) >= 0 && queues.msgpool != 0)
        return puts("breach: message queues of others"), 1;
    if (semctl(0, 0, SEM_INFO, argument) >= 0 && semaphores.semusz != 0)
        return puts("breach: semaphores of others"), 1;
    for (int i = 0; i < 100000; i++)
        if (msgget(IPC_PRIVATE, IPC_CREAT | 0600) < 0) {
            puts("held");
            return 0;
        }
    puts("breach: a hundred thousand message queues");
    return 1;
}
