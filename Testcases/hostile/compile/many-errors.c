// expect: compile_error
// wall: compile-limits, output
// compile: cpu=5s wall=15s memory=256MiB
// x: a hundred thousand errors from a short source: the log must be cut and the judge must not keep it all
#define E1 "x" * 1;
#define E10 E1 E1 E1 E1 E1 E1 E1 E1 E1 E1
#define E100 E10 E10 E10 E10 E10 E10 E10 E10 E10 E10
#define E1000 E100 E100 E100 E100 E100 E100 E100 E100 E100 E100
#define E10000 E1000 E1000 E1000 E1000 E1000 E1000 E1000 E1000 E1000 E1000

int main(void)
{
    E10000 E10000 E10000 E10000 E10000 E10000 E10000 E10000 E10000 E10000
    return 0;
}
