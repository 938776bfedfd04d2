// expect: exited 0
// wall: root, mount
// stdout: held
// x: writes everywhere but in its scratch directory: new files, folders and links, in every folder of the root
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An attempt must fail, and for a reason that a wall gives. */
static void refused(const char *attempt, long result)
{
    static const int reasons[] = {EPERM, EACCES, EROFS, ENOENT, ENOSYS};
    if (result < 0)
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
            if (errno == reasons[i])
                return;
    printf("breach: %s (%s)\n", attempt, result < 0 ? strerror(errno) : "it worked");
    exit(1);
}

int main(void)
{
    static const char *const folders[] = {"", "/box", "/usr", "/usr/bin", "/usr/lib", "/lib", "/lib64", "/bin", "/etc",
        "/dev", "/dev/shm", "/dev/mqueue", "/var", "/var/tmp", "/run", "/home", "/root", "/opt", "/proc", "/sys"};
    char path[64];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/intruder", folders[i]);
        refused(path, open(path, O_CREAT | O_WRONLY, 0600));
        refused(path, mkdir(path, 0700));
        refused(path, symlink("/tmp", path));
        refused(path, mkfifo(path, 0600));
        struct stat info;
        if (stat(folders[i], &info) == 0)
            refused(folders[i], chmod(folders[i], info.st_mode & 07777));
    }
    puts("held");
    return 0;
}
