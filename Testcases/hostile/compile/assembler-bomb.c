// expect: compile_error
// wall: compile-limits, scratch
// compile: cpu=5s wall=15s memory=256MiB
// x: a few words that the assembler unfolds into a tebibyte of program
__asm__(".data\n"
        ".rept 1048576\n"
        ".fill 1048576, 1, 7\n"
        ".endr\n");

int main(void)
{
    return 0;
}
