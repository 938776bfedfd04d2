// expect: exited 0 or compile_error
// wall: root
// x: names sections and symbols so that a linker or a script that reads its output stumbles
#include <stdio.h>

__asm__(".pushsection \"/etc/passwd\", \"a\"\n.byte 1\n.popsection\n"
        ".globl \"$(id);`id`\\n\"\n\"$(id);`id`\\n\":\n");

int main(void)
{
    puts("held");
    return 0;
}
