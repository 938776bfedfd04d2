// expect: exited 0
// wall: collect
// limits: processes=8
// stdout: held
// at-most: wall=2s
// x: leaves symlinks, FIFOs, sockets, folders, hard links and a device where a judge may look for output files
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    static const char *const targets[] = {"/etc/shadow", "/etc/passwd", "/proc/self/environ", "/proc/1/environ",
        "../../../../../etc/shadow", "/dev/zero", "/root", "/", "/tmp/link-0", "/dev/null"};
    static const char *const names[] = {"output.txt", "output", "stdout", "stderr", "result.json", "a.out", "answer",
        "main.out", "score.txt", "judgemessage.txt"};
    char path[64];
    for (int i = 0; i < 10; i++) {
        snprintf(path, sizeof path, "/tmp/link-%d", i);
        (void)!symlink(targets[i], path);
        snprintf(path, sizeof path, "/tmp/%s", names[i]);
        if (i % 4 == 0)
            (void)!symlink(targets[i], path);
        else if (i % 4 == 1)
            mkfifo(path, 0666);
        else if (i % 4 == 2)
            mkdir(path, 0777);
        else {
            struct sockaddr_un address = {.sun_family = AF_UNIX};
            snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
            int listener = socket(AF_UNIX, SOCK_STREAM, 0);
            if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0)
                (void)!link("/tmp/link-0", path);
        }
    }
    mkdir("/tmp/folder", 0777);
    (void)!symlink("/etc", "/tmp/folder/etc");
    /* What it leaves behind is a device of number 0, which everybody may make in this way, and nobody can open. */
    unlink("/tmp/output.txt");
    close(open("/tmp/output.txt", O_CREAT | O_WRONLY, 0666));
    if (renameat2(AT_FDCWD, "/tmp/output.txt", AT_FDCWD, "/tmp/moved", 4 /* RENAME_WHITEOUT */) != 0)
        return 2;
    puts("held");
    return 0;
}
