// expect: exited 0
// wall: seccomp
// without: seccomp
// stdout: held
// x: makes one set of semaphores and removes it
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/sem.h>

int main(void)
{
    int set = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    if (set >= 0)
        semctl(set, 0, IPC_RMID);
    puts(set >= 0 ? "breach: the kernel keeps semaphores for it" : "held");
    return set >= 0;
}
