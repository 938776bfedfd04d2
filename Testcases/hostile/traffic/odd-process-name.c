// expect: exited 0
// wall: pid, accounting
// limits: processes=8
// stdout: held
// x: names itself so that whoever parses process tables by brackets, blanks and lines reads other numbers
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    static const char *const names[] = {") R 1 1 1 0 -1 ", "\n) Z 0 (", "\xff\xfe\n\t(((", "", "%s%n%s%n", "init"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        prctl(PR_SET_NAME, names[i]);
        if (fork() == 0) {
            usleep(1000);
            _exit(0);
        }
        usleep(2000);
    }
    for (int i = 0; i < count; i++)
        memset(arguments[i], '\n', strlen(arguments[i]));
    prctl(PR_SET_NAME, ") R 1 1 1 0 -1 ");
    puts("held");
    return 0;
}
