// expect: signaled SIGSEGV or memory_limit
// wall: rlimits, memory
// limits: cpu=5s wall=10s memory=64MiB
// at-most: memory=65MiB
// x: recursion without end: the stack limit ends it, or the memory limit where the stack has none
static int depth(volatile int *above)
{
    volatile int frame[1024];
    frame[0] = *above + 1;
    if (frame[0] < 0)
        return 0;
    return depth(frame) + frame[0];
}

int main(int count, char **arguments)
{
    (void)arguments;
    volatile int start = count;
    return depth(&start);
}
