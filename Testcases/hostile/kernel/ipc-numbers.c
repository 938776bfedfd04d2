// expect: exited 0
// wall: ipc, seccomp
// without: ipc+seccomp
// runs: 2
// stdout: held
// x: reads from the number of a new message queue how many others there have been, and leaves nothing behind
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(void)
{
    /* numbers begin at 0 in a new namespace and are not given twice: the second run must not see the first one's */
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (queue >= 0)
        msgctl(queue, IPC_RMID, NULL);
    if (queue > 0) {
        printf("breach: queue %d is not the first\n", queue);
        return 1;
    }
    puts("held");
    return 0;
}
