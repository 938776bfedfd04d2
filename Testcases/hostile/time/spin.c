// expect: cpu_limit
// wall: cpu
// limits: cpu=0.5s wall=5s
// at-most: cpu=0.6s wall=4s
// x: one thread computes for ever
int main(void)
{
    for (;;)
        ;
}
