// expect: exited 0
// wall: scratch, collect
// stdout: held
// at-most: wall=2s memory=32MiB
// x: leaves files that claim to be an exbibyte and hold nothing; who copies results must not believe the size
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    static const char *const names[] = {"/tmp/output.txt", "/tmp/output", "/tmp/stdout", "/tmp/a.out"};
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int file = open(names[i], O_CREAT | O_WRONLY, 0600);
        if (file >= 0 && ftruncate(file, 1L << 60) != 0)
            (void)!ftruncate(file, 1L << 40);
    }
    puts("held");
    return 0;
}
