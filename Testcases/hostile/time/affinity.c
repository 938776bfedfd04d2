// expect: exited 0
// wall: cpu, seccomp
// stdout: held
// x: leaves the processors it was given and takes those of its neighbours
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>

int main(void)
{
    cpu_set_t before, wanted, after;
    if (sched_getaffinity(0, sizeof before, &before) != 0) {
        puts("held");
        return 0;
    }
    CPU_ZERO(&wanted);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        CPU_SET(cpu, &wanted);
    sched_setaffinity(0, sizeof wanted, &wanted);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        CPU_ZERO(&wanted);
        CPU_SET(cpu, &wanted);
        sched_setaffinity(0, sizeof wanted, &wanted);
        if (sched_getaffinity(0, sizeof after, &after) != 0)
            return 2;
        CPU_AND(&wanted, &after, &before);
        if (!CPU_EQUAL(&wanted, &after)) {
            printf("breach: runs on processor %d\n", cpu);
            return 1;
        }
    }
    puts("held");
    return 0;
}
