// expect: exited 0
// wall: output
// x: sends terminal commands: clear, title, clipboard, answer-back, links and a forged green line
#include <stdio.h>

int main(void)
{
    static const char codes[] =
        "\033[2J\033[1;1H\033]0;owned\007\033]52;c;cm0gLXJmIC8=\007\033[6n\033[c\033P$q\"p\033\\"
        "\033]8;;http://example.com\033\\AC\033]8;;\033\\\r\033[32mall accepted\033[0m\033[?1049h\n";
    fputs(codes, stdout);
    fputs(codes, stderr);
    return 0;
}
