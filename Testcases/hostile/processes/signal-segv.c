// expect: signaled SIGSEGV
// wall: accounting, pid
// x: writes to address zero
int main(void)
{
    *(volatile int *)0 = 1;
    return 0;
}
