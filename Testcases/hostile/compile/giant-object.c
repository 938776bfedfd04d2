// expect: compile_error
// wall: compile-limits, scratch, memory
// compile: cpu=5s wall=15s memory=256MiB
// x: a static array with one value set makes an executable of a gigabyte
int array[1 << 28] = {1};

int main(void)
{
    return array[5];
}
