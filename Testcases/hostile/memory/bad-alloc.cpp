// expect: exited 0
// wall: accounting
// limits: memory=64MiB
// stdout: held
// x: asks for more than any machine has and catches the refusal, which is neither a crash nor a memory limit
#include <cstdio>
#include <new>

int main(int count, char **)
{
    try {
        volatile char *block = new char[static_cast<unsigned long>(count) << 62];
        block[0] = 1;
    } catch (const std::bad_alloc &) {
        std::puts("held");
        return 0;
    }
    std::puts("breach: four exbibytes");
    return 1;
}
