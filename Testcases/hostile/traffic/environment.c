// expect: exited 0
// wall: root
// stdout: held
// x: looks for the judge's own variables in its environment and for more arguments than its name
#include <stdio.h>
#include <string.h>

extern char **environ;

int main(int count, char **arguments)
{
    static const char *const plain[] = {"PATH=", "HOME=", "TMPDIR=", "LANG=", "LC_ALL=", "TZ="};
    if (count != 1) {
        printf("breach: an argument %s\n", arguments[1]);
        return 1;
    }
    for (char **variable = environ; *variable; variable++) {
        int known = 0;
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            known |= strncmp(*variable, plain[i], strlen(plain[i])) == 0;
        if (!known) {
            printf("breach: %s\n", *variable);
            return 1;
        }
    }
    puts("held");
    return 0;
}
