// expect: exited 0
// wall: ipc, seccomp
// without: ipc+seccomp
// runs: 2
// stdout: held
// x: reads from the number of a new set of semaphores how many others there have been, and leaves nothing behind
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/sem.h>

int main(void)
{
    int set = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    if (set >= 0)
        semctl(set, 0, IPC_RMID);
    if (set > 0) {
        printf("breach: set %d is not the first\n", set);
        return 1;
    }
    puts("held");
    return 0;
}
