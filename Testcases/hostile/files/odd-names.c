// expect: exited 0
// wall: collect
// stdout: held
// x: leaves files whose names are no text: line breaks, escape codes, bytes that are no UTF-8, 255 bytes long
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    static const char *const names[] = {"two\nlines", "\033]0;title\007", "\xff\xfe\xfd", " ", "-rf", "..x", "%s%n%n",
        "$(id)", "`id`;id", "\"},{\"", "*", "~", "\r", "\xed\xa0\x80", "output.txt\n"};
    char path[300] = "/tmp/", longest[256];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        strcpy(path + 5, names[i]);
        close(open(path, O_CREAT | O_WRONLY, 0600));
    }
    memset(longest, 0xff, 255);
    longest[255] = 0;
    strcpy(path + 5, longest);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    puts("held");
    return 0;
}
