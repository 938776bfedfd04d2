// expect: compile_error
// wall: root, mount, user
// x: has the assembler put a file of the host into the program, which prints it
#include <stdio.h>

__asm__(".section .rodata\n"
        ".globl stolen\n"
        "stolen: .incbin \"/etc/shadow\"\n"
        ".byte 0\n"
        ".text\n");
extern const char stolen[];

int main(void)
{
    printf("breach: %s\n", stolen);
    return 1;
}
