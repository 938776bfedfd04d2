// expect: compile_error or exited 0
// wall: proc, root
// x: has the assembler put its own environment into the program, which looks for anything but plain settings in it
#include <stdio.h>
#include <string.h>

__asm__(".section .rodata\n"
        ".globl stolen, stolen_end\n"
        "stolen: .incbin \"/proc/self/environ\"\n"
        "stolen_end: .byte 0\n"
        ".text\n");
extern const char stolen[], stolen_end[];

int main(void)
{
    static const char *const marks[] = {"TOKEN", "SECRET", "PASSWORD", "SSH_", "SUDO_", "AWS_", "KEY="};
    for (const char *line = stolen; line < stolen_end; line += strlen(line) + 1)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (strstr(line, marks[i])) {
                printf("breach: the compiler's environment holds %s\n", marks[i]);
                return 1;
            }
    puts("held");
    return 0;
}
