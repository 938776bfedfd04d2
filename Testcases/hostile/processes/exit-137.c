// expect: exited 137
// wall: accounting
// x: exits with the number that shells use for SIGKILL; it is an exit, neither a signal nor a limit
int main(void)
{
    return 137;
}
